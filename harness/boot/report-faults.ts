// SPDX-License-Identifier: Apache-2.0
import { type Foreign, says } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import type { Clock } from '../metric/types.js';
import type { DecodedConsole } from './frames.js';
import { EVENTS } from './report-reader.js';
import type { ExpectedReport } from './request.js';
import type { GuestReport } from './types.js';

/** What bounds the times of a boot. */
export interface TimeBounds {
  clock: Clock;
  /** Longest life that the VMM might have had on the host's clock, and the one that it had, ms. */
  timeoutMs: number;
  hostMs: number;
}

/** More instructions no VMM executes in a millisecond of the host: ten in each nanosecond. */
export const MOST_PER_MS = 10_000_000;

/** Frequencies that a time stamp counter can have, Hz. */
const [SLOWEST, FASTEST] = [10_000_000n, 100_000_000_000n];

/** Whether a time stamp counter can have so many Hz. */
export function isFrequency(hz: bigint): boolean {
  return hz >= SLOWEST && hz <= FASTEST;
}

/** How far a guest may be wrong that finds out the frequency of its counter: on a busy host, translated, 2.3 times was seen. */
const TOLERANCE = 10;

/** What of a report that ended well is not what the guest was told to do: checks or clients that are missing, unknown or in another order. */
export function mismatch(
  { report, checks }: Pick<DecodedConsole, 'report' | 'checks'>,
  expects: ExpectedReport,
): string | undefined {
  const clients = report?.clients.map(({ name }) => name) ?? [];
  return (
    difference('checks passed', checks, expects.checks) ??
    difference('clients were run', clients, expects.clients)
  );
}

function difference(
  what: string,
  found: readonly (Foreign | string)[],
  expected: readonly string[],
): string | undefined {
  const at = [...found, undefined].findIndex((name, index) => !isExpected(name, expected[index]));
  if (at < 0) return undefined;
  const quoted = (name: Foreign | string | undefined): string =>
    name === undefined ? 'nothing' : `"${printable(name, 60)}"`;
  return `${found.length} of ${expected.length} ${what}: ${quoted(found[at])} in the place of ${quoted(expected[at])}`;
}

function isExpected(name: Foreign | string | undefined, expected: string | undefined): boolean {
  if (name === undefined || expected === undefined) return name === expected;
  return typeof name === 'string' ? name === expected : says(name, expected);
}

/**
 * What of the times in a report that ended well cannot be: events in another order than they happen in, another frequency than
 * the guest was told, more time than the boot had.
 */
export function impossibleTime(
  { tsc, tscHz, tscSource }: GuestReport,
  { tscHz: told, reportsMain, limitMs }: ExpectedReport,
  { clock, timeoutMs, hostMs }: TimeBounds,
): string | undefined {
  if ((tsc['main'] !== undefined) !== reportsMain)
    return reportsMain ? 'the app did not report its main' : 'the app does not report its main';
  const counts = EVENTS.flatMap((name) => (tsc[name] === undefined ? [] : [{ name, count: tsc[name] }]));
  const early = counts.find(({ count }, at) => count < (counts[at - 1]?.count ?? 0n));
  if (early !== undefined) return `"${early.name}" is before what it follows`;
  const asTold =
    told === undefined ? !says(tscSource, 'job') : says(tscSource, 'job') && tscHz === BigInt(told);
  if (!asTold || !isFrequency(tscHz)) return `the counter has ${tscHz} Hz by "${printable(tscSource, 60)}"`;
  const ms = Number(((counts.at(-1)?.count ?? 0n) * 1000n) / tscHz);
  // A guest that is idle under the deterministic clock waits without the host: its own limits are the bound of that.
  const most = clock === 'wall' ? hostMs * TOLERANCE : hostMs * (MOST_PER_MS / 1e6) + limitMs + timeoutMs;
  return ms > most ? `${ms} ms passed, and no more than ${Math.ceil(most)} can have` : undefined;
}
