// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type Foreign, foreign } from '../core/foreign.js';

/** What is kept of a VMM's standard error, bytes. */
export const KEPT_BYTES = 64 * 1024;

/** More of a line is not looked at. */
const LINE_BYTES = 1024;

/** A VMM's standard error while it runs. */
export interface ErrorTail {
  /** Waits for the end of the output; gives its last {@link KEPT_BYTES}, behind the line that was looked for. */
  ended(): Promise<Foreign>;
}

/**
 * Reads a VMM's standard error to its end whatever its length, so that the VMM never waits for a reader, and keeps the end of it.
 * @param isFatal asked with each line once, in order, until it has said yes.
 * @param onFatal called when it has.
 */
export function keepErrors(
  stderr: Readable,
  isFatal: (line: Foreign) => boolean,
  onFatal: () => void,
): ErrorTail {
  let chunks: Buffer[] = [];
  let kept = 0;
  let line = '';
  let fatal: string | undefined;
  const look = (chunk: Buffer): void => {
    const [first = '', ...others] = chunk.toString('latin1').split('\n');
    line = extend(line, first);
    for (const next of others) {
      if (isFatal(foreign(line))) {
        fatal = line;
        onFatal();
        return;
      }
      line = extend('', next);
    }
  };
  stderr.on('data', (chunk: Buffer) => {
    if (fatal === undefined) look(chunk);
    chunks.push(chunk);
    kept += chunk.length;
    // Joined only now and then: the work is linear however small the pieces are.
    if (kept > 2 * KEPT_BYTES || chunks.length > KEPT_BYTES) {
      chunks = [Buffer.from(Buffer.concat(chunks).subarray(-KEPT_BYTES))];
      kept = chunks[0]?.length ?? 0;
    }
  });
  const end = finished(stderr).catch(() => undefined);
  return {
    ended: async () => {
      await end;
      const tail = Buffer.concat(chunks).subarray(-KEPT_BYTES).toString();
      return foreign(fatal === undefined || tail.includes(fatal) ? tail : `${fatal}\n${tail}`);
    },
  };
}

function extend(line: string, more: string): string {
  return line.length >= LINE_BYTES ? line : line + more.slice(0, LINE_BYTES - line.length);
}
