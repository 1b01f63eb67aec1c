// SPDX-License-Identifier: Apache-2.0
import { forTerminal } from '../../core/sinks.js';
import type { EventCounts, ProfilePhase } from '../../profile/types.js';
import { grouped } from '../../core/grouped.js';
import { countText } from './words.js';

/** What happened in a phase: a kind of event, how often, and the most frequent of it by name. */
export interface EventLine {
  /** E.g. `context switches`. */
  kind: string;
  /** E.g. `60,651, 3.03 per request`. */
  total: string;
  /** E.g. `redis-server -> ksoftirqd 20,206`; the most frequent first, and how many there are beside. */
  names: string[];
}

/** Names that are shown of each kind. */
const SHOWN = 8;

/** The events of a phase; kinds of which there were none are left out. */
export function eventLines({ events, requests = 0 }: ProfilePhase): EventLine[] {
  const total = (count: number): string =>
    requests === 0
      ? countText(count)
      : `${countText(count)}, ${grouped((count / requests).toFixed(2))} per request`;
  const named: [string, EventCounts][] = [
    ['context switches', events.switches],
    ['system calls', events.syscalls],
    ['exceptions', events.exceptions],
    ['interrupts', events.interrupts],
    ['softirqs', events.softirqs],
  ];
  const plain: [string, number][] = [
    ['times idle', events.idle],
    ['iterations of rep', events.repeats],
  ];
  return [
    ...named.map(([kind, counts]) => ({ kind, count: sumOf(counts), names: namesOf(counts) })),
    ...plain.map(([kind, count]) => ({ kind, count, names: [] })),
  ]
    .filter(({ count }) => count > 0)
    .map(({ kind, count, names }) => ({ kind, total: total(count), names }));
}

function namesOf(counts: EventCounts): string[] {
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const names = sorted.slice(0, SHOWN).map(([name, count]) => `${forTerminal(name)} ${countText(count)}`);
  const others = sorted.length - names.length;
  return others === 0 ? names : [...names, `${countText(others)} others`];
}

function sumOf(counts: EventCounts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
