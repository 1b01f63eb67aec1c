// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { GuestReport } from '../../harness/boot/types.js';
import { BenchError, EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { boot } from '../../harness/workload/boot.js';
import type { Measured, Outcomes } from '../../harness/workload/types.js';
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
const each = (measured: Partial<Measured>): Outcomes =>
  boot.readEach?.({ clock: 'wall', parameters: {}, report, ...measured }, Object.keys(boot.metrics)) ?? {};
/** Those that have a value. */
const read = (measured: Partial<Measured>): Outcomes =>
  Object.fromEntries(Object.entries(each(measured)).filter(([, value]) => typeof value === 'number'));

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
  it('gives of a guest without our PID 1 what its app reports, and calls the rest not available', () => {
    const ofApp = { report: { ...report, tsc: { main: 50n } }, clock: 'deterministic' } as const;
    assert.deepEqual(read(ofApp), { 'boot.main': 25 });
    const guest = each(ofApp)['boot.guest'];
    assert.ok(guest instanceof BenchError);
    assert.equal(guest.code, 'NOT_AVAILABLE');
  });
  it('fails where a mark is missing', async () => {
    await failsWith(() => read({}), 'MARK_MISSING', EXIT.couldNotMeasure, /"frame"/);
    const { pid1: _pid1, ...tsc } = report.tsc;
    const without = { report: { ...report, tsc }, vmmNs: 85 };
    await failsWith(() => read(without), 'MARK_MISSING', EXIT.couldNotMeasure, /"pid1"/);
  });
});
