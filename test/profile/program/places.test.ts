// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readElf } from '../../../harness/image/elf/file.js';
import { placeBlocks } from '../../../harness/profile/program/places.js';
import { type Program, VDSO, programOf } from '../../../harness/profile/program/program.js';
import type { RawBlock } from '../../../harness/profile/raw/types.js';
import { seeded } from '../../support/random.js';
import { buildElf } from '../elf-builder.js';

function randomBytes(seed: number, length: number): Buffer {
  const random = seeded(seed);
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

function program(name: string, address: bigint, bytes: Buffer, type: 2 | 3 = 2): Program {
  return programOf(
    name,
    readElf(buildElf({ type, sections: [{ name: '.text', address, bytes, code: true }] }), name),
  );
}

let count = 0;
function block(address: number, bytes: Buffer): RawBlock {
  const sizes = new Uint8Array([bytes.length]);
  return { id: (count += 1), address: BigInt(address), early: false, repeats: false, sizes, bytes };
}

const found = (blocks: RawBlock[], programs: Program[]): (string | undefined)[] => {
  const places = placeBlocks(blocks, programs);
  return blocks.map((one) => {
    const place = places.get(one);
    return place && `${place.program.object}+${place.bias.toString(16)}`;
  });
};

describe('code of programs', () => {
  const one = randomBytes(1, 9000);
  const two = randomBytes(2, 9000);

  it('is told apart by its bytes where two programs have one address', () => {
    const programs = [program('/one', 0x400000n, one), program('/two', 0x400000n, two)];
    const blocks = [block(0x400100, one.subarray(0x100, 0x110)), block(0x400100, two.subarray(0x100, 0x103))];
    assert.deepEqual(found(blocks, programs), ['/one+0', '/two+0']);
  });

  it('is found wherever it was loaded, once for each process', () => {
    const programs = [program('/one', 0x1000n, one, 3), program('/two', 0x1000n, two, 3)];
    const at = (base: number, offset: number, length: number): RawBlock =>
      block(base + 0x1000 + offset, one.subarray(offset, offset + length));
    const blocks = [
      at(0x7f0000000000, 0x1200, 24),
      at(0x7f0000000000, 0x300, 2),
      at(0x550000000000, 0x40, 16),
      at(0x550000000000, 0x1f00, 1),
    ];
    assert.deepEqual(found(blocks, programs), [
      ...['/one+7f0000000000', '/one+7f0000000000', '/one+550000000000', '/one+550000000000'],
    ]);
  });

  it('is unknown when it is in no file, or too short to tell', () => {
    const programs = [program('/one', 0x1000n, one, 3)];
    const blocks = [
      block(0x7f0000000000, randomBytes(3, 40)),
      block(0x7f0000001300, one.subarray(0x300, 0x302)),
    ];
    assert.deepEqual(found(blocks, programs), [undefined, undefined]);
  });

  it('is not said to be of one of two programs with equal code that may be anywhere', () => {
    const programs = [program('/one', 0x1000n, one, 3), program('/copy', 0x1000n, one, 3)];
    assert.deepEqual(found([block(0x7f0000001300, one.subarray(0x300, 0x320))], programs), [undefined]);
  });

  it('of the kernel may have been patched since', () => {
    const vdso = program(VDSO, 0n, one, 3);
    const patched = Buffer.from('0f01f90f01f9', 'hex');
    const blocks = [block(0x7ffc00000100, one.subarray(0x100, 0x120)), block(0x7ffc00000400, patched)];
    assert.deepEqual(found(blocks, [vdso]), ['[vdso]+7ffc00000000', '[vdso]+7ffc00000000']);
  });
});
