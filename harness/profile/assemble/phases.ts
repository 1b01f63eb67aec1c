// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../../core/own.js';
import type { RawPhase } from '../raw/types.js';

/** A client that ran in the guest. */
export interface ProfiledClient {
  name: string;
  /** Requests that it made, for one that counts them. */
  requests?: number | undefined;
}

/** A phase with its name. */
export interface NamedPhase {
  name: string;
  requests: number | undefined;
  raw: RawPhase;
  /** Numbers of the raw phases that it is made of. */
  numbers: number[];
}

/** Names of phases by the mark with which they begin. */
const NAMES: Readonly<Partial<Record<string, string>>> = {
  reset: 'before the kernel',
  kernel: 'kernel',
  pid1: 'start',
  ready: 'checks',
  done: 'end',
};

/** The phases of a boot by name. A mark whose instruction was tried twice began one phase, not two. */
export function namePhases(phases: readonly RawPhase[], clients: readonly ProfiledClient[]): NamedPhase[] {
  const named: NamedPhase[] = [];
  const hasEntry = phases.some(({ mark }) => mark === 'kernel');
  let client = -1;
  for (const [number, raw] of phases.entries()) {
    const before = named.at(-1);
    if (before?.raw.mark === raw.mark) {
      before.raw = merged(before.raw, raw);
      before.numbers.push(number);
      continue;
    }
    if (raw.mark === 'client') client += 1;
    const requests = raw.mark === 'client' ? clients[client]?.requests : undefined;
    const first = raw.mark === 'reset' && !hasEntry ? 'kernel' : undefined;
    const name = first ?? ownValue(NAMES, raw.mark) ?? clientPhase(raw.mark, clients, client);
    named.push({ name, requests, raw, numbers: [number] });
  }
  return named;
}

function clientPhase(mark: string, clients: readonly ProfiledClient[], at: number): string {
  const name = clients.length > 1 ? clients[at]?.name : undefined;
  if (mark === 'client') return name === undefined ? 'load' : `load ${name}`;
  if (mark === 'client_end') return `after ${name ?? 'load'}`;
  return mark;
}

function merged(a: RawPhase, b: RawPhase): RawPhase {
  return {
    mark: a.mark,
    idle: a.idle + b.idle,
    counts: [...a.counts, ...b.counts],
    switches: [...a.switches, ...b.switches],
  };
}
