// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { GuestReport } from '../../harness/boot/types.js';
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { boot } from '../../harness/workload/boot.js';
import type { Measured } from '../../harness/workload/types.js';
import { failsWith } from '../support/errors.js';

const report: GuestReport = {
  tsc: { pid1: 40n, ready: 60n, frame: 70n },
  tscHz: 2_000_000_000n,
  tscSource: foreign('cpuid-15'),
  clients: [],
  ready: true,
  checks: 0,
  notes: [],
};
const read = (measured: Partial<Measured>): Record<string, number> | undefined =>
  boot.read?.({ clock: 'wall', parameters: {}, report, ...measured });

describe('the workload boot', () => {
  it('gives the time of the VMM under the wall clock only', () => {
    assert.deepEqual(read({ vmmNs: 85 }), { 'boot.guest': 20, 'boot.vmm': 85, 'boot.ready': 30 });
    assert.deepEqual(read({ clock: 'deterministic' }), { 'boot.guest': 20, 'boot.ready': 30 });
  });
  it('gives what a counted host counts and nothing else there: the guest alone is not counted', async () => {
    const counted = { clock: 'deterministic', counted: 'kvm-host' } as const;
    assert.deepEqual(read({ ...counted, vmmNs: 85 }), { 'boot.kvm': 85 });
    await failsWith(() => read(counted), 'MARK_MISSING', EXIT.couldNotMeasure, /"frame"/);
  });
  it('fails where a mark is missing', async () => {
    await failsWith(() => read({}), 'MARK_MISSING', EXIT.couldNotMeasure, /"frame"/);
    const { pid1: _pid1, ...tsc } = report.tsc;
    const without = { report: { ...report, tsc }, vmmNs: 85 };
    await failsWith(() => read(without), 'MARK_MISSING', EXIT.couldNotMeasure, /"pid1"/);
  });
});
