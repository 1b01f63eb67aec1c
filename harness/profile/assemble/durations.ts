// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../../core/own.js';
import { measureError } from '../../core/errors.js';
import type { NamedPhase } from './phases.js';

/** What the guest says of its own time. */
export interface GuestTime {
  /** Time stamp counter by event, in counts since reset. */
  tsc: Readonly<Partial<Record<string, bigint>>>;
  /** Frequency of the counter, Hz. */
  tscHz: bigint;
}

/** A phase as far as its time goes. */
type Counted = Pick<NamedPhase, 'raw'> & { instructions: number };

const NS = 1_000_000_000n;

/**
 * Virtual nanoseconds of each phase: its instructions, one each, and what an idle CPU waited. The guest's own counter says how long
 * all phases between two of its marks took together; of several that waited none is known alone.
 * @throws BenchError `PROFILE_INEXACT` (exit 3) where the guest's counter and the instructions contradict each other.
 */
export function durationsOf(phases: readonly Counted[], guest: GuestTime): (number | undefined)[] {
  const durations: (number | undefined)[] = [];
  let began: number | undefined = 0;
  let from = 0;
  for (let at = 1; at <= phases.length; at++) {
    const next = phases[at];
    const reached = next === undefined ? undefined : timeOf(next.raw.mark, guest);
    if (next !== undefined && reached === undefined) continue;
    const total = began === undefined || reached === undefined ? undefined : reached - began;
    durations.push(...shared(phases.slice(from, at), total));
    [began, from] = [reached, at];
  }
  return durations;
}

/** Time of a mark since reset; undefined for one that the guest does not report. */
function timeOf(mark: string, { tsc, tscHz }: GuestTime): number | undefined {
  const counts = ownValue(tsc, mark);
  return counts === undefined || tscHz <= 0n ? undefined : Number((counts * NS) / tscHz);
}

/** Durations of phases that took so long together; undefined when that is not known. */
function shared(phases: readonly Counted[], total: number | undefined): (number | undefined)[] {
  const waiting = phases.filter(({ raw }) => raw.idle > 0);
  const instructions = phases.reduce((sum, one) => sum + one.instructions, 0);
  const waited = total === undefined ? undefined : total - instructions;
  if (waited !== undefined && (waited < 0 || (waited > 0 && waiting.length === 0))) {
    throw inexact(phases[0]?.raw.mark ?? '', instructions, instructions + waited);
  }
  return phases.map((phase) => {
    if (phase.raw.idle === 0) return phase.instructions;
    return waited === undefined || waiting.length > 1 ? undefined : phase.instructions + waited;
  });
}

function inexact(mark: string, instructions: number, total: number): Error {
  return measureError(
    'PROFILE_INEXACT',
    `from the mark "${mark}" on, ${instructions} instructions were counted in ${total} virtual nanoseconds of the guest: a profile that is not exact is none.`,
    "Report it with the system's name: the plugin does not know something that this kernel does.",
  );
}
