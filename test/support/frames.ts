// SPDX-License-Identifier: Apache-2.0
import { crc32 } from '../../harness/boot/crc32.js';
import { NO_NONCE } from '../../harness/boot/nonce.js';

/** One frame as PID 1 writes it, newline included. */
export function encodeFrame(sequence: number, type: string, payload: string, nonce = NO_NONCE): string {
  const escaped = Buffer.from(payload, 'utf8')
    .toString('latin1')
    .replaceAll(/[^\x20-\x5b\x5d-\x7d]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const crc = crc32(Buffer.from(`${sequence} ${type} ${escaped}`))
    .toString(16)
    .padStart(8, '0');
  return `<~lupine ${nonce} ${sequence} ${type} ${escaped.length} ${crc} ${escaped}~>\n`;
}

/** Type and payload of a frame. */
export type FrameText = readonly [string, string];

/** Frames in order, each given as type and payload. */
export function encodeFrames(frames: readonly FrameText[], nonce?: string): string[] {
  return frames.map(([type, payload], index) => encodeFrame(index, type, payload, nonce));
}

/** Frames of a boot that ends well: an app that is ready, passes one check, and is loaded by one client. */
export const GOOD_FRAMES: readonly FrameText[] = [
  ['event', 'frame 300'],
  ['event', 'pid1 100'],
  ['event', 'exec 150'],
  ['event', 'ready 290'],
  ['ready', ''],
  ['check', 'GET'],
  ['client', 'c'],
  ['client-out', '"GET","29069.77","0.870"\n'],
  ['client-end', '0'],
  ['event', 'done 900'],
  ['tsc-hz', '1000000000 job'],
  ['app-out', 'served\n'],
  ['end', 'ok'],
];

/** Frames of a boot that failed before its app was ready. */
export function failedFrames(error: string, ...before: readonly FrameText[]): string {
  const frames: FrameText[] = [
    ['event', 'frame 2'],
    ...before,
    ['error', error],
    ['end', 'failed-before-ready'],
  ];
  return encodeFrames(frames).join('');
}
