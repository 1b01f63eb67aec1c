// SPDX-License-Identifier: Apache-2.0
import { parseCpuList } from '../../core/cpu-list.js';
import type { CpuList, Tuning } from './types.js';

/** One setting in files of the kernel. */
export interface Setting {
  what: keyof Tuning;
  /** Files below the root, with the value that each is to have; a host has some of them. */
  files: readonly (readonly [pattern: string, value: string])[];
  /** Other values that come to the same. */
  same?: readonly string[] | undefined;
}

const CPU = 'sys/devices/system/cpu';

const bit = (on: boolean): string => (on ? '1' : '0');

/** How each setting is written. The order is that in which it is done: a CPU that is gone has no governor. */
const SETTINGS: readonly ((tuning: Tuning) => Setting | undefined)[] = [
  ({ smt }) =>
    smt === undefined
      ? undefined
      : {
          what: 'smt',
          files: [[`${CPU}/smt/control`, smt ? 'on' : 'off']],
          same: smt ? [] : ['forceoff', 'notsupported', 'notimplemented'],
        },
  ({ governor }) =>
    governor === undefined
      ? undefined
      : inFile('governor', `${CPU}/cpufreq/policy*/scaling_governor`, governor),
  ({ turbo }) =>
    turbo === undefined
      ? undefined
      : {
          what: 'turbo',
          files: [
            [`${CPU}/intel_pstate/no_turbo`, bit(!turbo)],
            [`${CPU}/cpufreq/boost`, bit(turbo)],
          ],
        },
  ({ thp }) =>
    thp === undefined ? undefined : inFile('thp', 'sys/kernel/mm/transparent_hugepage/enabled', thp),
  ({ ksm }) =>
    ksm === undefined
      ? undefined
      : { ...inFile('ksm', 'sys/kernel/mm/ksm/run', bit(ksm)), same: ksm ? [] : ['2'] },
  ({ nmiWatchdog }) =>
    nmiWatchdog === undefined
      ? undefined
      : inFile('nmiWatchdog', 'proc/sys/kernel/nmi_watchdog', bit(nmiWatchdog)),
  ({ irqCpus }) =>
    irqCpus === undefined ? undefined : inFile('irqCpus', 'proc/irq/*/smp_affinity_list', asKernel(irqCpus)),
  ({ isolateCpus }) =>
    isolateCpus === undefined ? undefined : inFile('isolateCpus', '-', asKernel(isolateCpus)),
];

function inFile(what: keyof Tuning, pattern: string, value: string): Setting {
  return { what, files: [[pattern, value]] };
}

/** What a host is asked for. */
export function settingsOf(tuning: Tuning): Setting[] {
  return SETTINGS.map((setting) => setting(tuning)).filter((setting) => setting !== undefined);
}

/** A list of CPUs in the words in which the kernel says it back. */
function asKernel(list: CpuList): string {
  const runs: [number, number][] = [];
  for (const cpu of parseCpuList(list)) {
    const last = runs.at(-1);
    if (last?.[1] === cpu - 1) last[1] = cpu;
    else runs.push([cpu, cpu]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
