// SPDX-License-Identifier: Apache-2.0
import { encodeFrame, encodeFrames } from './frames.js';

/** A guest that prints the same without end. */
export interface Flood {
  /** What it prints before. */
  first?: string;
  /** What it repeats; gets the number of the repetition. */
  again: string | ((n: number) => string);
}

const READY = encodeFrames([
  ['event', 'frame 9'],
  ['event', 'pid1 1'],
  ['event', 'exec 2'],
  ['event', 'ready 3'],
  ['ready', ''],
]).join('');

const broken = (n: number): string => {
  const frame = encodeFrame(n, 'note', 'a note');
  return `${frame.slice(0, 40)}kernel\n${frame.slice(40)}`;
};

/** One client after the other, each with as much output as PID 1 keeps. */
function clientFrame(n: number): string {
  const within = n % 1400;
  const [type, payload] =
    within === 0
      ? (['client', 'c'] as const)
      : within === 1399
        ? (['client-end', '0'] as const)
        : (['client-out', 'x'.repeat(740)] as const);
  return encodeFrame(5 + n, type, payload);
}

/** Consoles that cost most where each byte is looked at again and again, or where all of it is kept. */
export const FLOODS: Readonly<Record<string, Flood>> = {
  'start marks without an end': { again: '<~lupine ' },
  'start marks on lines of their own': { again: '<~lupine \n' },
  'almost start marks': { again: '<~lupin' },
  'start marks inside one another': { again: '<~<~lu<~lupine' },
  'first bytes of a start mark': { again: '<' },
  'end marks alone': { again: '~>' },
  'halves of an end mark in a frame without an end': { first: '<~lupine ', again: '~' },
  'half frames': { again: '<~lupine 0000000000000000 0 event 5 ' },
  'empty frames': { again: '<~lupine ~>' },
  'a frame without an end': { first: '<~lupine 0000000000000000 0 note 9 00000000 ', again: 'a' },
  'a frame of newlines without an end': {
    first: '<~lupine 0000000000000000 0 note 9 00000000 ',
    again: '\n',
  },
  'frames of a length that nobody has': { again: '<~lupine 0000000000000000 0 note 99999999 00000000 x~>' },
  'frames with a number that nobody has': {
    again: '<~lupine 0000000000000000 99999999999999999999 note 1 00000000 x~>',
  },
  'frames with newlines everywhere': { again: `<~lupine ${'0\n'.repeat(4000)}~>` },
  'frames with a kernel message in each': { again: broken },
  'frames of another boot': { again: (n) => encodeFrame(n, 'note', 'x', 'f'.repeat(16)) },
  'the first frame again and again': { again: encodeFrame(0, 'event', 'frame 1') },
  'notes without end': { first: READY, again: (n) => encodeFrame(5 + n, 'note', 'x'.repeat(190)) },
  'checks without end': { first: READY, again: (n) => encodeFrame(5 + n, 'check', `${n}`) },
  'outputs of no program': { first: READY, again: (n) => encodeFrame(5 + n, 'client-out', 'x') },
  'output of the app without end': {
    first: READY,
    again: (n) => encodeFrame(5 + n, 'app-out', 'x'.repeat(700)),
  },
  'output of one byte a frame': { first: READY, again: (n) => encodeFrame(5 + n, 'app-out', 'x') },
  'clients that print as much as they may': { first: READY, again: clientFrame },
  'clients without end': {
    first: READY,
    again: (n) => encodeFrame(5 + n, n % 2 === 0 ? 'client' : 'client-end', n % 2 === 0 ? 'c' : '0'),
  },
  zeros: { again: '\0' },
  'bytes above ASCII': { again: '\xff\xfe\x80' },
  newlines: { again: '\n' },
  'carriage returns': { again: '\r' },
  'one line without an end': { again: 'a line ' },
  'lines of one letter': { again: 'a\n' },
  'escape sequences': { again: '\u001b[2J\u001b]0;title\u0007\n' },
  'crashes of the kernel': { again: 'BUG: kernel NULL pointer dereference, address: 0\n' },
  'root images that do not fit': { again: 'Initramfs unpacking failed: write error\n' },
};

/** The first bytes that such a guest prints, in pieces. */
export function* piecesOf({ first = '', again }: Flood, bytes: number, piece = 64 * 1024): Generator<Buffer> {
  let text = first;
  let n = 0;
  for (let left = bytes; left > 0; left -= piece) {
    const wanted = Math.min(piece, left);
    const parts = [text];
    for (let length = text.length; length < wanted; n++) {
      const next = typeof again === 'string' ? again : again(n);
      parts.push(next);
      length += next.length;
    }
    const all = parts.join('');
    yield Buffer.from(all.slice(0, wanted), 'latin1');
    text = all.slice(wanted);
  }
}
