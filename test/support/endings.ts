// SPDX-License-Identifier: Apache-2.0
import type { ConsoleScript } from '../../harness/system/guest/types.js';

/** One way for a guest to end, and what is to be said of it. */
export interface Ending {
  what: string;
  /** Command line of the guest that plays it. */
  letters: string;
  /** Codes that are right; `ok` for a boot that went well. */
  verdicts: readonly string[];
  /** True for a guest that does not end by itself and is waited for. */
  hangs?: boolean;
}

/** How a kind of system says that it went well. */
export interface Adapter {
  name: string;
  script: ConsoleScript;
  /** What the guest plays when all goes well; the others are made of it. */
  good: string;
}

const said = { main: 'main {tsc}', success: ['Hello, world!'] };
const failures = [
  { line: 'FATAL TRAP: {any}', says: 'it ran into a trap' },
  { line: 'failed: {any}', says: 'the app gave up' },
];

/** One for each way in which systems end: by a status, by the reset of their machine, in a halt loop, by being ended. */
export const ADAPTERS: readonly Adapter[] = [
  { name: 'ends with a status', script: { ...said, failures, end: { exit: [1] } }, good: 'mke' },
  { name: 'powers off', script: { ...said, failures, end: { exit: [0] } }, good: 'mkt' },
  { name: 'halts', script: { ...said, failures, end: { halt: 'halted' } }, good: 'mkh' },
  { name: 'serves on', script: { ...said, failures, end: 'kill' }, good: 'mkl' },
];

/** Every ending for an adapter; one that is right for it is wrong for others. */
export function endingsOf({ script: { end }, good }: Adapter): Ending[] {
  const [exits] = typeof end === 'object' && 'exit' in end ? end.exit : [undefined];
  const serves = end === 'kill';
  const after = (verdict: string): readonly string[] => [serves ? 'ok' : verdict];
  return [
    { what: 'success', letters: good, verdicts: ['ok'] },
    { what: 'a line in two pieces', letters: good.replace('k', 'r'), verdicts: ['ok'] },
    { what: 'carriage returns', letters: good.replace('k', 'c'), verdicts: ['ok'] },
    { what: 'another status', letters: 'mkw', verdicts: ['ok', 'GUEST_END'].slice(serves ? 0 : 1) },
    {
      what: 'no line of success',
      letters: good.replace('k', ''),
      verdicts: serves ? ['BOOT_TIMEOUT'] : ['GUEST_NO_SUCCESS'],
      hangs: serves,
    },
    { what: 'an abort', letters: 'mka', verdicts: serves ? ['ok', 'GUEST_FAILED'] : ['GUEST_FAILED'] },
    { what: 'an app that gives up', letters: `mf${good.slice(1)}`, verdicts: ['GUEST_FAILED'] },
    { what: 'a hang before its line', letters: 'ml', verdicts: ['BOOT_TIMEOUT'], hangs: true },
    { what: 'a hang behind its line', letters: 'mkl', verdicts: after('BOOT_TIMEOUT'), hangs: !serves },
    { what: 'a halt without a word', letters: 'mks', verdicts: after('BOOT_TIMEOUT'), hangs: !serves },
    {
      what: 'a triple fault',
      letters: 'mkt',
      verdicts: exits === 0 ? ['ok'] : serves ? ['ok', 'GUEST_END'] : ['GUEST_END'],
    },
    { what: 'silence to the end', letters: 'e', verdicts: ['BOOT_SILENT'] },
    { what: 'silence without end', letters: 's', verdicts: ['BOOT_TIMEOUT'], hangs: true },
  ];
}
