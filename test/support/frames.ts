// SPDX-License-Identifier: Apache-2.0
import { crc32 } from '../../harness/boot/crc32.js';

/** One frame as PID 1 writes it, newline included. */
export function encodeFrame(sequence: number, type: string, payload: string): string {
  const escaped = Buffer.from(payload, 'utf8')
    .toString('latin1')
    .replaceAll(/[^\x20-\x5b\x5d-\x7d]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const crc = crc32(Buffer.from(`${sequence} ${type} ${escaped}`))
    .toString(16)
    .padStart(8, '0');
  return `<~lupine ${sequence} ${type} ${escaped.length} ${crc} ${escaped}~>\n`;
}

/** Frames in order, each given as type and payload. */
export function encodeFrames(frames: readonly (readonly [string, string])[]): string[] {
  return frames.map(([type, payload], index) => encodeFrame(index, type, payload));
}
