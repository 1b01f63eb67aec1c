// SPDX-License-Identifier: Apache-2.0
import { gunzipSync } from 'node:zlib';
import { type BenchError, usageError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { type Foreign, foreign } from '../core/foreign.js';

/** Largest log that is read, in bytes, packed or not: two million lines, more than any series of runs leaves. */
export const LARGEST_LOG = 64 * 1024 * 1024;

/** First bytes of what is no text, and what to do about it. */
const NO_TEXT: readonly [start: readonly number[], what: string][] = [
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'packed by xz'],
  [[0x42, 0x5a, 0x68], 'packed by bzip2'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'packed by zstd'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive'],
  [[0xff, 0xfe, 0x00, 0x00], 'UTF-32'],
  [[0x00, 0x00, 0xfe, 0xff], 'UTF-32'],
];

/**
 * The text of a log: UTF-8, UTF-16 of either order as PowerShell writes it, or else Latin-1, with or without a byte order
 * mark, also packed by gzip.
 * @param path for messages.
 * @throws BenchError (exit 2) `LOG_UNREADABLE` naming what the file is instead, `LOG_TOO_LARGE`.
 */
export function decodeLog(bytes: Uint8Array, path: string): Foreign {
  if (bytes.length > LARGEST_LOG) throw tooLarge(path);
  const packed = startsWith(bytes, [0x1f, 0x8b]);
  return foreign(decodeText(packed ? unpack(bytes, path) : bytes, path));
}

/** The error for a log that is too large. */
export function tooLarge(path: string): BenchError {
  return usageError(
    'LOG_TOO_LARGE',
    `${path} has more than ${LARGEST_LOG / 1024 / 1024} MiB.`,
    'Give the output of the client only, cut into several files if it is that long.',
  );
}

function unpack(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_LOG });
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) throw tooLarge(path);
    throw usageError('LOG_UNREADABLE', `${path} is packed by gzip, and damaged.`, 'Get the file again.');
  }
}

function decodeText(bytes: Uint8Array, path: string): string {
  const other = NO_TEXT.find(([start]) => startsWith(bytes, start));
  if (other !== undefined) {
    throw usageError(
      'LOG_UNREADABLE',
      `${path} is ${other[1]}.`,
      'Give it as text: UTF-8, UTF-16 or Latin-1, packed by gzip at most.',
    );
  }
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw usageError(
      'LOG_UNREADABLE',
      `${path} is not text: its byte ${zero + 1} is zero.`,
      'Give the raw output of the client; a file that was cut off while it was written has such bytes too.',
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

/** UTF-16 by its mark or, without one, because every second byte at the beginning is zero. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const start = [...bytes.subarray(0, 64)];
  if (start.length < 4) return undefined;
  const zeros = (odd: 0 | 1): boolean => start.every((byte, index) => (byte === 0) === (index % 2 === odd));
  if (zeros(1)) return 'utf-16le';
  return zeros(0) ? 'utf-16be' : undefined;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
