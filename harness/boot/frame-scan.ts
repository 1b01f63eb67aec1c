// SPDX-License-Identifier: Apache-2.0
import { digitsNumber, wholeNumber } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import { crc32 } from './crc32.js';

/** One message of the guest's PID 1, as `kernel/init/README.md` describes it. */
export interface Frame {
  sequence: number;
  type: string;
  /** Payload with its escapes resolved. */
  payload: Buffer;
}

/** A console taken apart. */
export interface ScannedConsole {
  frames: Frame[];
  /** Everything outside frames, in order: firmware and kernel. One character per byte. */
  rest: string;
  /** What is wrong with the frames, one sentence each; empty when all are whole and none is missing. */
  damage: string[];
}

const START = '<~lupine ';
const END = '~>';

/** How the first frame of every boot begins. */
export const FIRST_FRAME = `${START}0 `;

const FRAME = /^(\d{1,9}) ([a-z0-9-]+) (\d{1,5}) ([0-9a-f]{8}) ([\x20-\x7d]*)$/;

/**
 * Separates frames from everything else on a console. A kernel message in the middle of a frame is taken out again when
 * the frame's own length and CRC then fit; any other damage is reported, never guessed at.
 */
export function scanConsole(console: Buffer): ScannedConsole {
  const text = console.toString('latin1');
  const scanned: ScannedConsole = { frames: [], rest: '', damage: [] };
  let at = 0;
  for (;;) {
    const start = text.indexOf(START, at);
    if (start < 0) break;
    scanned.rest += text.slice(at, start);
    const end = text.indexOf(END, start);
    const next = text.indexOf(START, start + 1);
    if (end < 0 || (next >= 0 && next < end)) {
      const stop = next < 0 ? text.length : next;
      scanned.damage.push(`a frame is cut off: ${excerpt(text.slice(start, stop))}`);
      // What follows the cut on later lines is the kernel's.
      const newline = text.indexOf('\n', start);
      scanned.rest += newline < 0 || newline >= stop ? '' : text.slice(newline, stop);
      at = stop;
      continue;
    }
    const body = text.slice(start + START.length, end);
    const whole = parse(body);
    const found = whole === undefined ? withoutInsertion(body) : { frame: whole, inserted: '' };
    if (found === undefined) scanned.damage.push(`a frame is damaged: ${excerpt(body)}`);
    else scanned.frames.push(found.frame);
    scanned.rest += found?.inserted ?? '';
    at = end + END.length;
    if (text.startsWith('\r', at)) at += 1;
    if (text.startsWith('\n', at)) at += 1;
  }
  scanned.rest += text.slice(at);
  checkSequence(scanned);
  return scanned;
}

function excerpt(text: string): string {
  return `"${printable(text, 60)}"`;
}

function parse(body: string): Frame | undefined {
  const match = FRAME.exec(body);
  if (match === null) return undefined;
  const [, sequence = '', type = '', length = '', crc = '', payload = ''] = match;
  if (payload.length !== wholeNumber(length)) return undefined;
  if (crc32(Buffer.from(`${sequence} ${type} ${payload}`, 'latin1')) !== digitsNumber(crc, 16, 8))
    return undefined;
  const bytes = unescape(payload);
  return bytes === undefined ? undefined : { sequence: wholeNumber(sequence) ?? -1, type, payload: bytes };
}

function unescape(payload: string): Buffer | undefined {
  if (/\\(?!x[0-9a-f]{2})/.test(payload)) return undefined;
  const plain = payload.replaceAll(/\\x([0-9a-f]{2})/g, (_escape, hex: string) =>
    String.fromCharCode(digitsNumber(hex, 16, 2) ?? 0),
  );
  return Buffer.from(plain, 'latin1');
}

/** The kernel prints whole lines, so what it put into a frame ends with the last newline in it. */
function withoutInsertion(body: string): { frame: Frame; inserted: string } | undefined {
  const end = body.lastIndexOf('\n') + 1;
  for (let start = 0; start < end; start++) {
    const frame = parse(body.slice(0, start) + body.slice(end));
    if (frame !== undefined) return { frame, inserted: `\n${body.slice(start, end)}` };
  }
  return undefined;
}

function checkSequence({ frames, damage }: ScannedConsole): void {
  let expected = 0;
  for (const { sequence } of frames) {
    if (sequence !== expected) {
      damage.push(`frame ${expected} is missing: frame ${sequence} came instead`);
      return;
    }
    expected += 1;
  }
}
