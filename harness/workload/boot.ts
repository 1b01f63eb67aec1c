// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { NOT_AVAILABLE } from '../metric/not-available.js';
import { markMissing } from './client.js';
import { type ClientReport, type Measured, declareWorkload } from './types.js';

/** `boot`: how long from the reset of the CPU to PID 1, and to the app's answer. */
export const boot = declareWorkload({
  name: 'boot',
  kind: 'boot',
  purpose: 'boot',
  parameters: {},
  metrics: {
    'boot.guest': {
      title: 'Boot to the first instruction of PID 1',
      definition:
        'from vCPU reset to the first instruction of PID 1, read there from the time stamp counter. PID 1 is the same program on every Linux system and runs before any app. Under KVM the counter begins when the virtual CPU is created, a little before its reset.',
      unit: 'ns',
      direction: 'lower',
    },
    'boot.vmm': {
      title: 'From the start of the VMM to PID 1',
      definition:
        "from the execution of the VMM to the first instruction of PID 1, on the host's clock: what an operator waits, the VMM's own start included. The host times the first byte from PID 1, which says how long before it began; of a guest without it, the first byte of the line that its app prints first in its main.",
      unit: 'ns',
      direction: 'lower',
      clock: 'wall',
    },
    'boot.kvm': {
      title: 'From the start of the VMM to PID 1, counted',
      definition:
        "from the execution of the VMM to the first instruction of PID 1, counted on a KVM host that is itself emulated and counted as a whole: instructions of the VMM, of the host's kernel and of the guest together. The host times the first byte from PID 1, which says how long before it began; of a guest without it, the first byte of the line that its app prints first in its main. Not comparable with boot.guest, which is the guest's own count; and only with values of the same VMM, host kernel and QEMU that counts.",
      unit: 'ns',
      direction: 'lower',
      clock: 'deterministic',
      counted: 'kvm-host',
    },
    'boot.main': {
      title: "Boot to the app's main",
      definition:
        "from vCPU reset to the first instruction of the app's own main; only for apps that report it (hello).",
      unit: 'ns',
      direction: 'lower',
    },
    'boot.ready': {
      title: 'Boot until the app is ready',
      definition:
        'from vCPU reset until the app is ready: it accepted a connection, or printed its line and ended.',
      unit: 'ns',
      direction: 'lower',
    },
  },
  expectedSeconds: 2,
  readEach: (measured, wanted) => {
    const values = read(measured);
    return Object.fromEntries(wanted.map((name) => [name, ownValue(values, name) ?? lacking(name)]));
  },
});

function read({ report, clock, counted, vmmNs }: Measured): Record<string, number> {
  // The guest's own counter goes on there while its host works: it tells nothing that is known elsewhere by that name.
  if (counted === 'kvm-host') return { 'boot.kvm': vmmNs ?? missing('frame') };
  // A guest without our PID 1 has only what its app reports.
  if (report.tsc['pid1'] === undefined && report.tsc['frame'] === undefined)
    return { ...ofApp(report), ...(clock === 'wall' && vmmNs !== undefined ? { 'boot.vmm': vmmNs } : {}) };
  return {
    'boot.guest': sinceReset(report, 'pid1'),
    ...(clock === 'wall' ? { 'boot.vmm': vmmNs ?? missing('frame') } : {}),
    'boot.ready': sinceReset(report, 'ready'),
    ...(report.tsc['main'] === undefined ? {} : { 'boot.main': sinceReset(report, 'main') }),
  };
}

/** What neither the system nor the app can tell is no failure. */
function lacking(name: string): BenchError {
  const what =
    name === 'boot.main'
      ? 'this app does not report its main.'
      : 'nothing in this guest tells when that was.';
  return measureError(NOT_AVAILABLE, what, 'Nothing is wrong: compare what both have.');
}

function ofApp(report: ClientReport): Record<string, number> {
  const known = (['main', 'ready'] as const).filter((event) => report.tsc[event] !== undefined);
  return Object.fromEntries(known.map((event) => [`boot.${event}`, sinceReset(report, event)]));
}

/**
 * Time of an event since vCPU reset, in ns of the guest's own counter (vns under the deterministic clock, where the
 * counter counts instructions at 1 GHz).
 */
function sinceReset(report: ClientReport, event: 'pid1' | 'ready' | 'main'): number {
  const counts = report.tsc[event];
  if (counts === undefined || report.tscHz <= 0n) throw markMissing(event);
  const ns = Number((counts * 1_000_000_000n) / report.tscHz);
  if (!Number.isSafeInteger(ns)) throw markMissing(event);
  return ns;
}

function missing(event: string): never {
  throw markMissing(event);
}
