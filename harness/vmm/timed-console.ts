// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ArrivalClock } from './arrival.js';
import { CONSOLE_BYTES, type VmSpec } from './types.js';

/** With more than this still to be written the VMM waits: a disk is slower for a moment than a guest that only prints. */
const PENDING_BYTES = 4 * 1024 * 1024;

/**
 * Keeps the console that a VMM writes to its standard output in the file where everybody looks for it, and times the
 * arrival of the awaited text. The first byte is not the console's: it announces that the VMM is being executed. Both
 * moments come through the same pipe, so the delay with which this process notices a byte is in both and cancels.
 * @param onFull called once when more came than is kept.
 * @returns waits for the end of the output; gives ns between the two moments, nothing when the text never came.
 */
export function keepConsole(
  stdout: Readable,
  {
    consolePath,
    awaited,
    consoleBytes = CONSOLE_BYTES,
  }: Pick<VmSpec, 'consolePath' | 'awaited' | 'consoleBytes'>,
  onFull: () => void,
): () => Promise<number | undefined> {
  const file = createWriteStream(consolePath);
  // A console cut off by a full disk is noticed by who reads it.
  file.on('error', () => stdout.resume());
  file.on('drain', () => stdout.resume());
  const clock = awaited === undefined ? undefined : new ArrivalClock(awaited);
  let ns: number | undefined;
  let announced = false;
  let left = consoleBytes;
  const keep = (bytes: Buffer): void => {
    const kept = bytes.subarray(0, left);
    file.write(kept);
    left -= kept.length;
    if (kept.length === bytes.length) return;
    left = -1;
    onFull();
  };
  stdout.on('data', (chunk: Buffer) => {
    if (left < 0) return;
    const now = process.hrtime.bigint();
    ns ??= clock?.take(chunk.toString('latin1'), now);
    keep(announced ? chunk : chunk.subarray(1));
    announced = true;
    if (file.writableLength > PENDING_BYTES && file.writable) stdout.pause();
  });
  const end = finished(stdout).catch(() => undefined);
  return async () => {
    await end;
    file.end();
    await finished(file).catch(() => undefined);
    return ns;
  };
}
