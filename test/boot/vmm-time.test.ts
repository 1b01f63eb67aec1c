// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../harness/core/foreign.js';
import type { GuestReport } from '../../harness/boot/types.js';
import { vmmTime } from '../../harness/boot/vmm-time.js';

const reported = (tsc: Record<string, bigint>, tscHz = 2_000_000_000n): GuestReport => ({
  tsc,
  tscHz,
  tscSource: foreign('cpuid-15'),
  clients: [],
  ready: true,
  checks: 0,
  notes: [],
});

describe("the time to PID 1 on the host's clock", () => {
  it('is the arrival of the first frame less what passed in the guest since PID 1', () => {
    // 30 million counts at 2 GHz are 15 ms.
    const report = reported({ frame: 70_000_000n, pid1: 40_000_000n });
    assert.equal(vmmTime(100_000_000, report), 85_000_000);
  });
  it('is exact for counters that no number holds', () => {
    const report = reported({ frame: 2n ** 63n + 3n, pid1: 2n ** 63n + 1n }, 1_000_000_000n);
    assert.equal(vmmTime(10, report), 8);
  });
  it('is of a guest without our PID 1 the arrival of the first line of its app', () => {
    assert.equal(vmmTime(100, reported({ main: 70n }, 0n)), 100);
    assert.equal(vmmTime(undefined, reported({ main: 70n })), undefined);
  });
  it('is unknown without all of its marks, or when they contradict each other', () => {
    const marks = { frame: 70n, pid1: 40n };
    assert.equal(vmmTime(undefined, reported(marks)), undefined);
    assert.equal(vmmTime(100, undefined), undefined);
    assert.equal(vmmTime(100, reported({ pid1: 40n })), undefined);
    assert.equal(vmmTime(100, reported({ frame: 70n })), undefined);
    assert.equal(vmmTime(100, reported(marks, 0n)), undefined);
    assert.equal(vmmTime(100, reported({ frame: 40n, pid1: 70n })), undefined);
    assert.equal(vmmTime(15, reported(marks)), undefined);
  });
});
