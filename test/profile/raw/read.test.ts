// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError } from '../../../harness/core/errors.js';
import { readRawProfile } from '../../../harness/profile/raw/read.js';
import { seeded } from '../../support/random.js';

const GOOD = [
  'lupine-profile 1',
  'b 1 fffff0 e- 0302 0102030405',
  't 7 ffffffff81000000 1',
  'p reset 0',
  'c 1 5',
  'b 2 ffffffff81000010 -r 020304 010203040506070809',
  'p kernel 3',
  'c 2 9 1:8 2:-1',
  'w 1 2 6',
  'n 1 0 0 0 0 0',
  'n 2 1 1 0 1 1',
  'n 3 2 2 1 2 4',
  's 3 2 0 2 11',
  'f 12',
  'end',
];

const read = (lines: readonly string[]) => readRawProfile(Buffer.from(`${lines.join('\n')}\n`));

const broken = (lines: readonly string[], line: number): void => {
  assert.throws(
    () => read(lines),
    (error) => {
      assert.ok(error instanceof BenchError, String(error));
      assert.equal(error.code, 'PROFILE_BROKEN');
      assert.equal(error.exit, 3);
      assert.match(error.message, new RegExp(`line ${line}:`));
      return true;
    },
  );
};

/** The good lines with one in another's place. */
const withLine = (index: number, line: string): string[] => GOOD.with(index, line);

describe('what the plugin writes', () => {
  it('is read line by line', () => {
    const { phases, blocks, tasks, nodes, selves, folded } = read(GOOD);
    const [first, second] = blocks;
    assert.deepEqual(
      blocks.map(({ id, address, early, repeats }) => [id, address, early, repeats]),
      [
        [0, 0xfffff0n, true, false],
        [1, 0xffffffff81000010n, false, true],
      ],
    );
    assert.deepEqual([...(second?.sizes ?? [])], [2, 3, 4]);
    assert.equal(first?.bytes.toString('hex'), '0102030405');
    assert.deepEqual(
      phases.map(({ mark, idle, switches }) => [mark, idle, switches]),
      [
        ['reset', 0, []],
        ['kernel', 3, [[1, 2, 6]]],
      ],
    );
    assert.deepEqual(phases[1]?.counts, [
      {
        block: second,
        first: 9,
        changes: [
          [1, 8],
          [2, -1],
        ],
      },
    ]);
    assert.deepEqual(tasks, [{ number: 7, function: 0xffffffff81000000n, blocks: [first] }]);
    assert.deepEqual(
      nodes.map(({ kind, parent, caller, entry, number, calls }) => [
        ...[kind, parent?.id, caller?.id, entry?.id, number, calls],
      ]),
      [
        ['phase', undefined, undefined, undefined, 0, 0],
        ['task', 0, undefined, undefined, 1, 1],
        ['call', 1, 0, 1, 0, 4],
      ],
    );
    assert.deepEqual(selves, [2, 1, 0, 2, 11]);
    assert.equal(folded, 12);
  });

  it('is refused with the line where it is cut off', () => {
    const text = `${GOOD.join('\n')}\n`;
    for (let length = 0; length < text.length; length++) {
      assert.throws(() => readRawProfile(Buffer.from(text.slice(0, length))), { code: 'PROFILE_BROKEN' });
    }
  });

  it('is refused with the line that makes no sense', () => {
    broken(withLine(0, 'lupine-profile 2'), 1);
    broken(withLine(0, 'something else'), 1);
    broken(withLine(1, 'b 2 fffff0 e- 0302 0102030405'), 2);
    broken(withLine(1, 'b 1 fffff0 x- 0302 0102030405'), 2);
    broken(withLine(1, 'b 1 fffff0 e- 0302 01020304'), 2);
    broken(withLine(1, 'b 1 fffff0 e- 0302 010203040'), 2);
    broken(withLine(1, 'b 1 10000000000000000 e- 0302 0102030405'), 2);
    broken(withLine(2, 't 7 0 9'), 3);
    broken(withLine(3, 'p ../../etc 0'), 4);
    broken(withLine(4, 'c 1 5 2:1'), 5);
    broken(withLine(4, 'c 1 5 1:1 1:2'), 5);
    broken(withLine(4, 'c 3 5'), 5);
    broken(withLine(4, 'c 1 99999999999999999999'), 5);
    broken(withLine(4, 'c 1 -'), 5);
    broken(withLine(4, 'c 1 5 '), 5);
    broken(withLine(9, 'n 1 0 1 0 0 0'), 10);
    broken(withLine(10, 'n 2 2 1 0 1 1'), 11);
    broken(withLine(11, 'n 3 2 7 1 2 4'), 12);
    broken(withLine(11, 'n 3 2 2 1 0 4'), 12);
    broken(withLine(12, 's 4 2 0 2 11'), 13);
    broken(withLine(12, 's 3 2 2 2 11'), 13);
    broken(withLine(12, 's 0 2 0 2 11'), 13);
    broken(withLine(13, 'x 1'), 14);
    broken([...GOOD, 'end'], 16);
    broken(GOOD.slice(0, -1), 15);
  });

  it('is refused when counts come before their phase', () => {
    broken([...GOOD.slice(0, 3), 'c 1 5', 'end'], 4);
  });

  it('never ends in another error, whatever bytes are changed', () => {
    const random = seeded(11);
    const good = Buffer.from(`${GOOD.join('\n')}\n`);
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(good);
      for (let change = 0; change < 3; change++)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      try {
        readRawProfile(bytes);
      } catch (error) {
        assert.ok(error instanceof BenchError && error.code === 'PROFILE_BROKEN', String(error));
      }
    }
  });
});
