// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';

/** Texts that are made of these pieces, of single characters and of whatever else, in any order. */
export function textOf(pieces: readonly string[], most = 60): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 12 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  );
  return fc.array(piece, { maxLength: most }).map((parts) => parts.join(''));
}

/** A text with a few changes: characters replaced, parts taken out, doubled or put elsewhere. */
export function damaged(text: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: Math.max(0, text.length - 1) });
  const change = fc.record({
    at: place,
    to: place,
    put: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('', '9', '-1', '"', '\n', '\0'),
    ),
    how: fc.constantFrom('replace', 'cut', 'double', 'end'),
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce((before, { at, to, put, how }) => {
      const [from, end] = at < to ? [at, to] : [to, at];
      if (how === 'replace') return before.slice(0, from) + put + before.slice(from + 1);
      if (how === 'cut') return before.slice(0, from) + before.slice(end);
      if (how === 'double') return before.slice(0, end) + before.slice(from);
      return before.slice(0, end);
    }, text),
  );
}

/** Bytes with a few of them changed, or cut short. */
export function damagedBytes(bytes: Buffer): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.nat({ max: bytes.length - 1 }),
    value: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 1, 127, 255)),
    length: fc.constantFrom(1, 1, 1, 4, 8),
  });
  const most = fc.oneof({ weight: 4, arbitrary: fc.constant(bytes.length) }, fc.nat({ max: bytes.length }));
  return fc.tuple(fc.array(change, { maxLength: 6 }), most).map(([changes, length]) => {
    const copy = Buffer.from(bytes);
    for (const { at, value, length: many } of changes) copy.fill(value, at, Math.min(at + many, copy.length));
    return copy.subarray(0, length);
  });
}
