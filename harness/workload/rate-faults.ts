// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import { measureError } from '../core/errors.js';
import type { MetricDefinition } from '../metric/types.js';
import type { ClientReport } from './types.js';

/** What bounds the rates and latencies of one boot. */
export interface RateBounds {
  definitions: Readonly<Record<string, MetricDefinition>>;
  report: Pick<ClientReport, 'tsc' | 'tscHz'>;
  /** Requests that the clients of the boot made together; undefined when nobody counts them. */
  requests: number | undefined;
  /** Requests that can be under way at a time; undefined when nobody says. */
  underWay: number | undefined;
}

/** More requests per second no machine answers: one in each nanosecond, which is less than one access to memory. */
export const MOST_PER_SECOND = 1e9;

/**
 * How far the sides of a comparison may be from each other: between clocks of one guest on a busy, translated machine 2.5 times was
 * seen. What is outside is no measurement by any clock.
 */
export const TOLERANCE = 10;

/** Time that a load may take beside its requests: a client that is started, reads its files and ends, behind a slow clock. */
const BESIDE = 1000;

/** Fewer requests than these say nothing of the time around them. */
const ENOUGH = 1000;

/**
 * Makes sure that clients report what a machine can have done in the time that the boot had. A latency of zero is none of these
 * faults: a guest whose clock ticks a thousand times a second has such ones.
 * @throws BenchError `RATE_IMPOSSIBLE` (exit 3).
 */
export function requirePossibleRates(values: Readonly<Record<string, number>>, bounds: RateBounds): void {
  const { definitions, requests, underWay } = bounds;
  const seconds = loadSeconds(bounds.report);
  const rates = Object.entries(values).filter(([name]) => ownValue(definitions, name)?.unit === 'req/s');
  for (const [name, rate] of rates) {
    requirePossibleRate(name, rate);
    const p50 = values[`${name.replace(/^throughput\./, 'latency.')}.p50`] ?? 0;
    // Half of the requests take no less than the median, and only so many are under way at a time.
    if (underWay !== undefined && (p50 / 1e9) * rate > 2 * underWay * TOLERANCE)
      throw impossible(
        `${name} is ${rate} req/s, and a median of ${p50} ns with ${underWay} at a time allows no such rate`,
      );
  }
  if (seconds === undefined) return;
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith('latency.') && value / 1e9 > seconds * TOLERANCE)
      throw impossible(`${name} is ${value} ns, and the whole load took ${seconds} s`);
  }
  if (requests === undefined || rates.length === 0) return;
  const least = rates.reduce((sum, [, rate]) => sum + requests / rates.length / rate, 0);
  if (least > seconds * TOLERANCE)
    throw impossible(
      `${requests} requests at these rates take ${least} s, and the whole load took ${seconds} s`,
    );
  if (requests >= ENOUGH && least * BESIDE < seconds)
    throw impossible(`${requests} requests at these rates take ${least} s, and the load took ${seconds} s`);
}

/** A rate by itself. @throws BenchError `RATE_IMPOSSIBLE` (exit 3). */
export function requirePossibleRate(name: string, rate: number): void {
  if (rate > 0 && rate <= MOST_PER_SECOND) return;
  throw impossible(`${name} is ${rate} req/s, which is not above 0 and at most ${MOST_PER_SECOND}`);
}

/** A rate beside the requests and the time that the same client prints, which it is the ratio of. @throws as above. */
export function requireRatio(name: string, rate: number, requests: number, seconds: number): void {
  // Printed to a thousandth of a second or less: of a shorter test the ratio says nothing.
  if (seconds < 0.01 || (rate * seconds <= requests * TOLERANCE && rate * seconds * TOLERANCE >= requests))
    return;
  throw impossible(`${name} is ${rate} req/s, and ${requests} requests took ${seconds} s`);
}

/** From readiness to the end of the last client, s; undefined where the guest does not say. */
function loadSeconds({ tsc, tscHz }: Pick<ClientReport, 'tsc' | 'tscHz'>): number | undefined {
  const { ready, done } = { ready: tsc['ready'], done: tsc['done'] };
  if (ready === undefined || done === undefined || done <= ready) return undefined;
  return Number(done - ready) / Number(tscHz);
}

function impossible(what: string): Error {
  return measureError(
    'RATE_IMPOSSIBLE',
    `a client reports what no machine does: ${what}.`,
    'Look at the output of the client and at the clock of the machine that it ran on; this is no sample.',
  );
}
