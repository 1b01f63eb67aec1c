// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ArrivalClock } from './arrival.js';
import type { VmSpec } from './types.js';

/**
 * Keeps the console that a VMM writes to its standard output in the file where everybody looks for it, and times the
 * arrival of the awaited text. The first byte is not the console's: it announces that the VMM is being executed. Both
 * moments come through the same pipe, so the delay with which this process notices a byte is in both and cancels.
 * @returns waits for the end of the output; gives ns between the two moments, nothing when the text never came.
 */
export function keepConsole(
  stdout: Readable,
  { consolePath, awaited }: Pick<VmSpec, 'consolePath' | 'awaited'>,
): () => Promise<number | undefined> {
  const file = createWriteStream(consolePath);
  // A console cut off by a full disk is noticed by who reads it.
  file.on('error', () => undefined);
  const clock = awaited === undefined ? undefined : new ArrivalClock(awaited);
  let ns: number | undefined;
  let announced = false;
  stdout.on('data', (chunk: Buffer) => {
    const now = process.hrtime.bigint();
    ns ??= clock?.take(chunk.toString('latin1'), now);
    file.write(announced ? chunk : chunk.subarray(1));
    announced = true;
  });
  const ended = finished(stdout).catch(() => undefined);
  return async () => {
    await ended;
    file.end();
    await finished(file).catch(() => undefined);
    return ns;
  };
}
