// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { anyText } from './any-text.js';

/** What stands where a number was. */
const ODD_NUMBERS = [
  ...[
    '9'.repeat(400),
    '1e999',
    '-1',
    '-0',
    '0',
    'NaN',
    'inf',
    '-nan',
    '0x10',
    '１０',
    '1.2.3',
    '',
    '99999999999999999999',
  ],
  ...['0.0000000000000001', '1'.repeat(15), '1'.repeat(16), '.', '18446744073709551616'],
];

type Edit = (text: string) => string;

const at = (text: string, share: number): number => Math.floor(share * text.length);
const share = fc.double({ min: 0, max: 0.999_999, noNaN: true });

const oddNumber = fc
  .record({ share, odd: fc.constantFrom(...ODD_NUMBERS) })
  .map(({ share: where, odd }): Edit => {
    return (text) => {
      const numbers = [...text.matchAll(/[0-9]+(?:\.[0-9]+)?/g)];
      const found = numbers[Math.floor(where * numbers.length)];
      if (found === undefined) return text;
      return text.slice(0, found.index) + odd + text.slice(found.index + found[0].length);
    };
  });

const inserted = fc.record({ share, more: anyText }).map(
  ({ share: where, more }): Edit =>
    (text) =>
      text.slice(0, at(text, where)) + more + text.slice(at(text, where)),
);

const removed = fc.tuple(share, share).map(
  ([one, other]): Edit =>
    (text) =>
      text.slice(0, at(text, Math.min(one, other))) + text.slice(at(text, Math.max(one, other))),
);

const repeated = share.map((where): Edit => (text) => {
  const lines = text.split('\n');
  const index = Math.floor(where * lines.length);
  return lines.toSpliced(index, 0, lines[index] ?? '').join('\n');
});

/** A good text after one to three changes: odd numbers, lost or repeated parts, anything put in between. */
export function mutated(good: string): fc.Arbitrary<string> {
  const edit = fc.oneof({ weight: 4, arbitrary: oddNumber }, inserted, removed, repeated);
  return fc
    .array(edit, { minLength: 1, maxLength: 3 })
    .map((edits) => edits.reduce((text, change) => change(text), good));
}
