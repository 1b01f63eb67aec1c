// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { readDynamics } from '../../../harness/image/elf/dynamics.js';
import { fuzzRuns } from '../../support/fuzz.js';

describe('an ELF file of strangers', () => {
  it('is none, or says what it needs, whatever stands in it', async () => {
    const sound = await readFile('/bin/sh');
    assert.ok(readDynamics(sound) !== undefined);
    const place = fc.oneof(
      { weight: 5, arbitrary: fc.nat(4096) },
      { weight: 1, arbitrary: fc.nat(sound.length - 9) },
    );
    const value = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.constantFrom(0n, 1n, 2n, 3n, 5n, 29n),
    );
    const changes = fc.array(fc.tuple(place, value), { minLength: 1, maxLength: 12 });
    const check = (made: readonly (readonly [number, bigint])[]): void => {
      const bytes = Buffer.from(sound);
      for (const [at, word] of made) bytes.writeBigUInt64LE(word, at);
      const found = readDynamics(bytes);
      const names = [...(found?.needed ?? []), ...(found?.searchPath ?? []), found?.interpreter ?? ''];
      assert.ok(names.length <= 2001 && names.every((name) => name.length <= 4096));
    };
    fc.assert(fc.property(changes, check), { numRuns: fuzzRuns });
  });

  it('that names one long text a hundred thousand times costs no more than naming it a thousand times', () => {
    const [head, entries] = [64 + 56, 100_000];
    const bytes = Buffer.alloc(head + entries * 16 + 2 ** 20, 'x');
    bytes.fill(0, 0, head);
    Buffer.from('\x7fELF\x02\x01', 'latin1').copy(bytes);
    for (const [at, half] of [
      [18, 62],
      [54, 56],
      [56, 1],
    ] as const)
      bytes.writeUInt16LE(half, at);
    for (const [at, word] of [
      [32, 64n],
      [72, 120n],
      [80, 120n],
      [96, 1_600_000n],
    ] as const)
      bytes.writeBigUInt64LE(word, at);
    bytes.writeUInt32LE(2, 64);
    for (let n = 0; n < entries; n++) {
      bytes.writeBigUInt64LE(1n, head + n * 16);
      bytes.writeBigUInt64LE(1_700_000n, head + n * 16 + 8);
    }
    assert.equal(readDynamics(bytes)?.needed.length, 1000);
  });
});
