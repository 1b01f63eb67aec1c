// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError, EXIT } from '../../../harness/core/errors.js';
import { readSolo5Abi, requireHvt } from '../../../harness/image/solo5/abi.js';
import { failsWith } from '../../support/errors.js';
import { seeded } from '../../support/random.js';
import { abiNote, imageOf, note, words } from '../../support/solo5-image.js';

const ABI1 = 0x31494241;
const others = Buffer.concat([note('OpenBSD', 1, words(0)), note('Solo5', 0x3154464d, Buffer.alloc(20))]);

const refuses = async (bytes: Buffer, says: RegExp, code = 'SOLO5_ABI'): Promise<void> => {
  await failsWith(() => requireHvt(bytes, 'guest.hvt'), code, EXIT.couldNotMeasure, says);
};

describe('a Solo5 image', () => {
  it('says for which tender it is', () => {
    assert.deepEqual(requireHvt(imageOf(Buffer.concat([others, abiNote(1, 2)])), 'x'), {
      target: 'hvt',
      version: 2,
    });
    assert.deepEqual(readSolo5Abi(imageOf(abiNote(2, 7)), 'x'), { target: 'spt', version: 7 });
    assert.deepEqual(readSolo5Abi(imageOf(abiNote(77, 1)), 'x'), { target: '77', version: 1 });
  });

  it('is refused before it is run where no tender of today runs it', async () => {
    await refuses(imageOf(others), /no note/);
    await refuses(imageOf(abiNote(2, 2)), /it is for spt/);
    await refuses(imageOf(abiNote(1, 1)), /wants version 1 .* have 2/);
    await refuses(imageOf(Buffer.concat([words(0xffffffff, 0xffffffff, ABI1), abiNote(1, 2)])), /no note/);
    await refuses(Buffer.from('#!/bin/sh'), /no ELF file/, 'ELF_DAMAGED');
  });

  it('ends in no other error, whatever bytes are changed', () => {
    const random = seeded(13);
    const below = (limit: number): number => Math.floor(random() * limit);
    for (let round = 0; round < 500; round++) {
      const bytes = Buffer.from(imageOf(Buffer.concat([others, abiNote(1, 2)])));
      for (let change = 0; change < 4; change++) bytes[below(bytes.length)] = below(256);
      try {
        readSolo5Abi(bytes, 'x');
      } catch (error) {
        assert.ok(error instanceof BenchError, String(error));
      }
    }
  });
});
