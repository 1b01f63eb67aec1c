// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readElf } from '../../../harness/image/elf/file.js';
import { codeOf } from '../../../harness/profile/elf/code.js';
import { CodeRanges, type CodeRange, filledWith } from '../../../harness/profile/elf/ranges.js';
import { type BuiltSymbol, buildElf } from '../elf-builder.js';

const START = 0xffffffff81000000n;

function named(...symbols: BuiltSymbol[]): string[] {
  const text = { name: '.text', address: START, bytes: Buffer.alloc(256), code: true };
  const data = { name: '.data', address: START + 0x1000n, bytes: Buffer.alloc(64), code: false };
  const { all } = codeOf(readElf(buildElf({ sections: [text, data], symbols }), ''));
  return all.map(({ start, end, name, source }) => {
    return `${Number(start - START)}-${Number(end - START)} ${name}${source === '' ? '' : ` (${source})`}`;
  });
}

const at = (offset: number): bigint => START + BigInt(offset);

describe('functions of a file', () => {
  it('are the symbols of code, with the section between them', () => {
    assert.deepEqual(
      named(
        { name: 'one', address: at(0), size: 16 },
        { name: 'two', address: at(32), size: 16 },
        { name: 'table', address: at(0x1000), size: 8, kind: 'object' },
        { name: 'number', address: 5n, kind: 'label' },
      ),
      ['0-16 one', '16-32 [.text]', '32-48 two', '48-256 [.text]'],
    );
  });

  it('have of several names a global one, then the shortest', () => {
    assert.deepEqual(
      named(
        { name: 'b_local', address: at(0), size: 256 },
        { name: 'long_global', address: at(0), size: 256, global: true },
        { name: 'global', address: at(0), size: 256, global: true },
        { name: 'a', address: at(0), kind: 'label', global: true },
      ),
      ['0-256 global'],
    );
  });

  it('have no part for a label inside, and end at the next symbol where they have no size', () => {
    assert.deepEqual(
      named(
        { name: 'entry', address: at(0), size: 64, kind: 'label' },
        { name: 'inner', address: at(16), kind: 'label' },
        { name: 'asm_one', address: at(64), kind: 'label' },
        { name: 'asm_two', address: at(96), kind: 'label' },
      ),
      ['0-64 entry', '64-96 asm_one', '96-256 asm_two'],
    );
  });

  it('end where one begins inside of them', () => {
    assert.deepEqual(
      named({ name: 'outer', address: at(0), size: 64 }, { name: 'inner', address: at(32), size: 64 }),
      ['0-32 outer', '32-96 inner', '96-256 [.text]'],
    );
  });

  it('know their source, global ones between two of the same file', () => {
    assert.deepEqual(
      named(
        { name: 'a.c', kind: 'file' },
        { name: 'a1', address: at(0), size: 32 },
        { name: 'a2', address: at(64), size: 32 },
        { name: 'b.c', kind: 'file' },
        { name: 'b1', address: at(128), size: 128 },
        { name: 'in_a', address: at(32), size: 32, global: true },
        { name: 'either', address: at(96), size: 32, global: true },
      ),
      ['0-32 a1 (a.c)', '32-64 in_a (a.c)', '64-96 a2 (a.c)', '96-128 either', '128-256 b1 (b.c)'],
    );
  });

  it('never reach beyond their section', () => {
    assert.deepEqual(named({ name: 'huge', address: at(0), size: 2 ** 52 }), ['0-256 huge']);
  });
});

describe('ranges of code', () => {
  const range = (start: number, end: number, name: string): CodeRange => {
    return { start: BigInt(start), end: BigInt(end), name, source: '' };
  };

  it('are found by any address in them', () => {
    const ranges = new CodeRanges([range(10, 20, 'a'), range(20, 30, 'b'), range(40, 50, 'c')]);
    const names = [9, 10, 19, 20, 35, 49, 50].map((address) => ranges.at(BigInt(address))?.name);
    assert.deepEqual(names, [undefined, 'a', 'a', 'b', undefined, 'c', undefined]);
  });

  it('are filled up without overlaps', () => {
    const filled = filledWith(
      [range(10, 20, 'a'), range(30, 40, 'b')],
      [range(0, 15, 'x'), range(12, 35, 'y'), range(18, 32, 'z'), range(50, 60, 'w')],
    );
    assert.deepEqual(
      filled.map(({ start, end, name }) => `${start}-${end} ${name}`),
      ['0-10 x', '10-20 a', '20-30 y', '30-40 b', '50-60 w'],
    );
  });
});
