// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FrameScanner } from '../../harness/boot/frame-scan.js';
import { ConsoleReader, type DecodedConsole } from '../../harness/boot/frames.js';
import { type TakenApart, takeApart } from '../support/frame-reference.js';
import { GOOD_FRAMES, encodeFrame } from '../support/frames.js';
import { fuzzRuns } from '../support/fuzz.js';
import { EXPECTS, NONCE, judged, reported } from '../support/judged.js';

const GOOD = reported();
const RESULT = resultOf(GOOD);

/** What consoles of those who mean harm are made of. */
const PIECES = [
  ...[
    '<',
    '<~',
    '<~lupine',
    '<~lupine ',
    '~',
    '>',
    '~>',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '\\x7e',
    ' ',
    '0',
    '\xff',
    '\u001b[',
  ],
  ...[
    `${NONCE} `,
    `<~lupine ${NONCE} 0 `,
    'event 5 ',
    '00000000 ',
    'Kernel panic - not syncing\n',
    'BUG: x\n',
    '<0>[ 1.0] ',
  ],
  ...GOOD.split('\n').map((line) => `${line}\n`),
];

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const console = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), byte, fc.string({ unit: byte, maxLength: 20 })), {
    maxLength: 40,
  })
  .map((pieces) => pieces.join(''));

/** Where a console is cut into pieces. */
const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });

function piecesOf(text: string, cuts: readonly number[]): Buffer[] {
  const ends = [0, ...cuts.map((cut) => Math.floor(cut * text.length)).sort((a, b) => a - b), text.length];
  return ends.slice(1).map((end, at) => Buffer.from(text.slice(ends[at], end), 'latin1'));
}

function read(pieces: readonly Buffer[]): { decoded: DecodedConsole; examined: number } {
  const reader = new ConsoleReader([NONCE]);
  for (const piece of pieces) reader.take(piece);
  return { decoded: reader.finish(), examined: reader.examined };
}

function scan(pieces: readonly Buffer[]): TakenApart {
  const apart: TakenApart = { frames: [], text: '', cuts: 0 };
  const scanner = new FrameScanner({
    frame: (body) => void apart.frames.push(body.toString('latin1')),
    text: (bytes) => {
      apart.text += bytes.toString('latin1');
    },
    cut: () => {
      apart.cuts += 1;
    },
  });
  for (const piece of pieces) scanner.take(piece);
  scanner.end();
  return apart;
}

/** What counts of a boot with this console: its result, or that it has none. */
function resultOf(text: string): string {
  const { ending, report } = judged(text);
  if (ending !== 'ok') return 'none';
  return JSON.stringify(report, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
}

/** Frames as PID 1 writes them, in any order and with any text. */
const types = [
  ...new Set(GOOD_FRAMES.map(([type]) => type)),
  'note',
  'error',
  'client-err',
  'app-err',
  'app-out-dropped',
];
const payloads = [
  '',
  '0',
  '1',
  '256',
  'ok',
  'failed',
  'GET',
  'c',
  'constructor',
  ...GOOD_FRAMES.map(([, payload]) => payload),
];
const frame = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...GOOD_FRAMES) },
  fc.tuple(
    fc.constantFrom(...types),
    fc.oneof(
      fc.constantFrom(...payloads),
      fc.string({ maxLength: 30 }),
      fc.bigInt({ max: 2n ** 70n }).map(String),
    ),
  ),
);

/** A change to a console: some of it changed, lost, doubled or moved. */
const edit = fc.record({
  at: fc.nat(GOOD.length),
  length: fc.nat(60),
  to: fc.nat(GOOD.length),
  how: fc.constantFrom('change', 'lose', 'double', 'move', 'insert'),
  with: fc.oneof(fc.constantFrom(...PIECES), byte),
});

function edited(
  text: string,
  { at, length, to, how, with: piece }: typeof edit extends fc.Arbitrary<infer T> ? T : never,
) {
  const [before, cut, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
  if (how === 'lose') return before + after;
  if (how === 'double') return before + cut + cut + after;
  if (how === 'insert') return before + piece + cut + after;
  if (how === 'change') return before + piece + after;
  const rest = before + after;
  return rest.slice(0, to) + cut + rest.slice(to);
}

const check = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>): void => {
  fc.assert(property, { numRuns: fuzzRuns });
};

describe('any console', () => {
  it('is taken apart as the simplest scanner does it, in pieces of any size', () => {
    check(
      fc.property(console, places, (text, cuts) =>
        assert.deepEqual(scan(piecesOf(text, cuts)), takeApart(text)),
      ),
    );
  });

  it('is read alike in pieces of any size, at a cost that its length bounds, and says nothing unprintable', () => {
    check(
      fc.property(console, places, (text, cuts) => {
        const whole = read([Buffer.from(text, 'latin1')]);
        const parts = read(piecesOf(text, cuts));
        assert.deepEqual(parts.decoded, whole.decoded);
        assert.ok(parts.examined <= 16 * text.length + 100_000, `${parts.examined} looks`);
        const { failure, kernel } = whole.decoded;
        assert.doesNotMatch(
          [failure?.message ?? '', ...(failure?.console ?? []), ...kernel].join(''),
          /[^\x20-\x7e]/,
        );
      }),
    );
  });

  it('that was changed is read as it was meant, or is no result', () => {
    check(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const result = resultOf(edits.reduce(edited, GOOD));
        assert.ok(result === RESULT || result === 'none', result);
      }),
    );
  });

  it('of frames that PID 1 could have written is a result only when it says what was declared', () => {
    check(
      fc.property(fc.array(frame, { maxLength: 25 }), (frames) => {
        const text = frames.map(([type, payload], at) => encodeFrame(at, type, payload, NONCE)).join('');
        const { ending, failure, report } = judged(text);
        if (ending !== 'ok') {
          assert.ok(failure !== undefined);
          return;
        }
        assert.equal(report?.checks, EXPECTS.checks.length);
        assert.deepEqual(
          report.clients.map(({ name }) => name),
          EXPECTS.clients,
        );
        const times = ['pid1', 'exec', 'ready', 'frame', 'done'].map((name) => report.tsc[name] ?? 0n);
        for (const [at, time] of times.entries()) assert.ok(time > 0n && time >= (times[at - 1] ?? 0n));
      }),
    );
  });

  it('of another boot is no result', () => {
    const other = fc.stringMatching(/^[0-9a-f]{16}$/).filter((nonce) => nonce !== NONCE);
    check(fc.property(other, (nonce) => assert.equal(resultOf(GOOD.replaceAll(NONCE, nonce)), 'none')));
  });
});
