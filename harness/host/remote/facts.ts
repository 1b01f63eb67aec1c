// SPDX-License-Identifier: Apache-2.0
import { type Foreign, partsOf } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';
import { ask } from '../../remote/ask.js';
import type { RemoteShell } from '../../remote/types.js';
import type { HostFacts } from '../facts.js';
import { fingerprintOf } from '../identity.js';

/** What a host says of itself at the moment: it changes, and tells no host from another. */
export interface HostState {
  freeMemoryMib: number | undefined;
  freeDiskMib: number | undefined;
  /** What its clock is ahead of this machine's, s; with the way there in it. */
  clockAheadS: number | undefined;
}

/** What a host says of itself. */
export interface FactsThere {
  facts: HostFacts;
  state: HostState;
  /** A short word for everything that may show in a time. */
  fingerprint: string;
}

/**
 * Asks a host about itself; what it does not say is unknown, and nothing here depends on how its clock is set.
 * @param folder there, on whose disk there should be room.
 * @throws what `ask` throws.
 */
export async function factsThere(shell: RemoteShell, folder: string, emulated: boolean): Promise<FactsThere> {
  const said = readFacts(await ask(shell, 'facts', [folder]));
  const text = (name: string): string => said.get(name) ?? '';
  const mib = (name: string): number | undefined => {
    const kib = wholeNumber(text(name), 0);
    return kib === undefined ? undefined : Math.round(kib / 1024);
  };
  const mitigations = [...said].filter(([name]) => name.startsWith('mitigation.')).slice(0, MOST_MITIGATIONS);
  const facts: HostFacts = {
    ...{ cpu: text('cpu'), microcode: text('microcode'), cores: wholeNumber(text('cores'), 0) ?? 0 },
    ...{
      memoryMib: mib('memoryKib') ?? 0,
      kernel: text('kernel'),
      distribution: text('distribution').replace(/^"|"$/g, ''),
    },
    mitigations: Object.fromEntries(mitigations.map(([name, value]) => [name.slice(11), value])),
    settings: settingsOf(said),
    ...(said.has('virtual') ? { virtual: text('virtual') } : {}),
    // QEMU's own processor has no name but this.
    ...(emulated || /\bTCG\b/.test(text('cpu')) ? { emulated: true } : {}),
  };
  const time = wholeNumber(text('time'), 0);
  return {
    facts,
    state: {
      freeMemoryMib: mib('freeKib'),
      freeDiskMib: mib('diskKib'),
      clockAheadS: time === undefined ? undefined : time - Math.round(Date.now() / 1000),
    },
    fingerprint: fingerprintOf(text('machine'), facts),
  };
}

/** More than any kernel has. */
const MOST_MITIGATIONS = 100;

/** Settings that a host may be tuned by, as its kernel says them. */
const SETTINGS = ['smt', 'governor', 'noTurbo', 'boost', 'thp', 'ksm', 'nmiWatchdog', 'clocksource'] as const;

function settingsOf(said: ReadonlyMap<string, string>): Record<string, string> {
  const known = SETTINGS.map((name) => [name, said.get(name) ?? ''] as const);
  return Object.fromEntries(known.filter(([, value]) => value !== ''));
}

function readFacts(lines: readonly Foreign[]): Map<string, string> {
  const facts = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = partsOf(line, /^([a-zA-Z][\w.]{0,60}) (.*)$/) ?? [];
    if (name !== undefined && value !== undefined) facts.set(printable(name), printable(value, 300).trim());
  }
  return facts;
}
