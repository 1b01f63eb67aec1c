// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreignLines, isBlank, partsOf, says } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { ownValue } from '../../core/own.js';
import { printable } from '../../core/printable.js';
import { readRegular } from '../../core/regular-file.js';
import { isRecord } from '../../core/remembered.js';

/** What is read of a log or of metrics, bytes: a run writes a few thousand. */
export const SAID_BYTES = 4 * 1024 * 1024;

/** Lines of a log that are kept of a failure. */
const KEPT_LINES = 20;

/** What a run left in a file; a file that cannot be read is an empty one. */
export async function readSaid(path: string): Promise<Buffer> {
  return await readRegular(path, { most: SAID_BYTES, follow: false }).catch(() => Buffer.alloc(0));
}

/** A line of the log: time, name of the machine, thread, and what is said. */
const LINE = /^\S{1,40} \[[^\]]{0,200}\] (.*)$/;

/** What is told in the log of every run, and of no failure. */
const USUAL =
  /^(?:Running Firecracker|Successfully started|Guest-boot-time|Vmm is stopping|Firecracker exiting|Artificially kick)/;

/** What a log says of a failure: its last lines, without the time of each. */
export function complaints(log: Foreign): string[] {
  const lines = foreignLines(log).flatMap((line) => {
    const [, words = line] = partsOf(line, LINE) ?? [];
    return says(words, USUAL) || isBlank(words) ? [] : [printable(words)];
  });
  return lines.slice(-KEPT_LINES);
}

/** Time from the start of the machine to PID 1's sign, ns, as Firecracker's own boot timer has it; undefined when there was no sign. */
export function bootTimerNs(log: Foreign): number | undefined {
  for (const line of foreignLines(log)) {
    const [, micros] = partsOf(line, /Guest-boot-time =\s{0,20}([0-9]{1,12}) us /) ?? [];
    const us = micros === undefined ? undefined : wholeNumber(micros);
    if (us !== undefined) return us * 1000;
  }
  return undefined;
}

/** Bytes of the console that Firecracker could not print, by its metrics: its standard output never waits for a reader. */
export function lostBytes(metrics: Buffer): number {
  // Each line counts from the line before.
  const lost = metrics.toString('latin1').split('\n').map(errorsOf);
  return lost.reduce((sum, one) => sum + one, 0);
}

function errorsOf(line: string): number {
  try {
    const metrics: unknown = JSON.parse(line);
    const uart = isRecord(metrics) ? ownValue(metrics, 'uart') : undefined;
    const count = isRecord(uart) ? ownValue(uart, 'error_count') : undefined;
    return typeof count === 'number' && count > 0 ? count : 0;
  } catch {
    return 0;
  }
}
