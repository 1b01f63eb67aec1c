// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../../harness/core/tool.js';
import { codeOf } from '../../../harness/profile/elf/code.js';
import { type ElfFile, readElf } from '../../../harness/image/elf/file.js';
import { framesOf } from '../../../harness/profile/elf/frames.js';
import { readSymbols } from '../../../harness/profile/elf/symbols.js';
import { seeded } from '../../support/random.js';
import { inTemp } from '../../support/temp.js';

const SOURCE = `
#define KEPT __attribute__((noinline, noclone))
static KEPT int hidden(int a) { return a * 3; }
KEPT int other(int a) { return hidden(a) + 1; }
int main(int argc, char **argv) { (void)argv; return other(argc); }
`;

/** The program, with and without its symbols. */
async function compiled(dir: string, ...flags: string[]): Promise<{ whole: ElfFile; stripped: ElfFile }> {
  const [source, whole, stripped] = ['a.c', 'whole', 'stripped'].map((name) => join(dir, name));
  if (source === undefined || whole === undefined || stripped === undefined) throw new Error('three names');
  await writeFile(source, SOURCE);
  await runTool('gcc', ['-O1', ...flags, '-o', whole, source], { code: 'TEST_PROGRAM' });
  await runTool('strip', ['--strip-all', '-o', stripped, whole], { code: 'TEST_PROGRAM' });
  return {
    whole: readElf(await readFile(whole), 'whole'),
    stripped: readElf(await readFile(stripped), 'stripped'),
  };
}

/** Whole numbers below one. */
const below = (random: () => number) => (limit: number) => Math.floor(random() * limit);

describe('functions of a stripped program', function () {
  this.timeout(60_000);

  for (const flags of [['-pie', '-fPIE'], ['-no-pie']]) {
    it(`are known by their offsets: ${flags.join(' ')}`, () =>
      inTemp(async (dir) => {
        const { whole, stripped } = await compiled(dir, ...flags);
        assert.equal(
          readSymbols(stripped).some(({ name }) => name === 'hidden'),
          false,
        );
        const frames = framesOf(stripped);
        const code = codeOf(stripped);
        for (const name of ['hidden', 'other', 'main']) {
          const symbol = readSymbols(whole).find((one) => one.name === name);
          assert.ok(symbol !== undefined);
          const frame = frames.find(({ start }) => start === symbol.address);
          assert.equal(Number((frame?.end ?? 0n) - symbol.address), symbol.size, name);
          assert.equal(code.at(symbol.address + 1n)?.name, `0x${symbol.address.toString(16)}`);
        }
        assert.equal(
          codeOf(whole)
            .at(frames[0]?.start ?? 0n)
            ?.name.startsWith('0x'),
          false,
        );
      }));
  }

  it('are found in what is left of a damaged table, in linear time', () =>
    inTemp(async (dir) => {
      const { stripped } = await compiled(dir);
      const section = stripped.sections.find(({ name }) => name === '.eh_frame');
      assert.ok(section !== undefined);
      const next = below(seeded(3));
      for (let round = 0; round < 300; round++) {
        const bytes = Buffer.from(stripped.bytes);
        for (let change = 0; change < 5; change++) bytes[section.offset + next(section.size)] = next(256);
        const frames = framesOf({ ...stripped, bytes });
        frames.forEach(({ start, end }, index) => {
          assert.ok(end > start && start >= (frames[index - 1]?.end ?? 0n));
        });
      }
    }));
});
