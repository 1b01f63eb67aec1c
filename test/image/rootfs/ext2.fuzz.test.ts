// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toUSVString } from 'node:util';
import fc from 'fast-check';
import { BenchError } from '../../../harness/core/errors.js';
import { cpioParts } from '../../../harness/image/rootfs/cpio.js';
import { writeExt2 } from '../../../harness/image/rootfs/ext2.js';
import { type NamedEntry, Tree } from '../../../harness/image/rootfs/tree.js';
import { type CpioEntry, readCpio } from '../../support/cpio-reader.js';
import { readExt2 } from '../../support/ext2-reader.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { inTemp } from '../../support/temp.js';

/** What names are made of by those who mean harm, and by nobody else. */
const PIECES = [
  '"',
  ' ',
  '\\',
  '-',
  '#',
  '\n',
  '\r',
  '\t',
  '..',
  '.',
  '/',
  '<2>',
  '!id',
  ';',
  '$(id)',
  '\0',
  '\u202e',
  '\ud800',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.integer({ min: 250, max: 4100 }).map((length) => '"'.repeat(length)),
);
/** Most inputs must get as far as the images. */
const tame = text.map((raw) =>
  toUSVString(raw)
    .replaceAll(/[/\x00-\x1f\x7f]/g, '_')
    .slice(0, 60),
);
const name = fc.oneof({ weight: 9, arbitrary: tame }, { weight: 1, arbitrary: text });
const entry = fc.record({
  path: fc.array(name, { minLength: 1, maxLength: 3 }),
  mode: fc.integer({ min: 0, max: 0o7777 }),
  what: fc.oneof(name, fc.uint8Array({ maxLength: 9000 }), fc.constant(undefined)),
});
const entries = fc.array(entry, { maxLength: 6 }).map((all) => {
  const made = new Map<string, NamedEntry>();
  for (const { path: parts, mode, what } of all) {
    for (let depth = 1; depth < parts.length; depth++) {
      const path = parts.slice(0, depth).join('/');
      made.set(path, { path, kind: 'directory', mode });
    }
    const path = parts.join('/');
    if (what === undefined) made.set(path, { path, kind: 'directory', mode });
    else if (typeof what === 'string') made.set(path, { path, kind: 'symlink', target: what });
    else made.set(path, { path, kind: 'file', mode, data: Buffer.from(what) });
  }
  return [...made.values()];
});

function treeEntry({ name: path, mode, data }: CpioEntry): NamedEntry {
  const bytes = Buffer.from(data, 'latin1');
  if (mode >> 12 === 4) return { path, kind: 'directory', mode: mode & 0o7777 };
  if (mode >> 12 === 8) return { path, kind: 'file', mode: mode & 0o7777, data: bytes };
  return { path, kind: 'symlink', target: bytes.toString() };
}

/** The code of the only kind of error that may come. */
function codeOf(error: unknown): string {
  assert.ok(error instanceof BenchError, String(error));
  return error.code;
}

describe('names of strangers', function () {
  this.timeout(600_000);

  it('are refused, or are in both images exactly as they are, and nothing else is touched', () =>
    inTemp(async (dir) => {
      const image = join(dir, 'image');
      let written = 0;
      const check = async (given: NamedEntry[]): Promise<void> => {
        try {
          const known = new Tree(given).entries();
          await writeExt2(known, image);
          written += 1;
          assert.deepEqual(readExt2(await readFile(image)), known);
          assert.deepEqual(readCpio(Buffer.concat([...cpioParts(known)])).map(treeEntry), known);
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          assert.match(codeOf(error), /^(ROOTFS_NAME|EXT2_NAME)$/);
        }
        assert.ok((await readdir(dir)).every((name) => name === 'image'));
      };
      await fc.assert(fc.asyncProperty(entries, check), { numRuns: fuzzRuns });
      assert.ok(written > fuzzRuns / 10, `only ${written} of ${fuzzRuns} were written`);
    }));
});
