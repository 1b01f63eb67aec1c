// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../../harness/core/tool.js';
import { type ElfFile, readDebugElf, readElf } from '../../../harness/image/elf/file.js';
import { codeOf } from '../../../harness/profile/elf/code.js';
import { readSymbols } from '../../../harness/profile/elf/symbols.js';
import { buildIdOf } from '../../../harness/profile/symbols/build-id.js';
import { debugPath, debugSymbols } from '../../../harness/profile/symbols/debug-file.js';
import { matchedFunctions } from '../../../harness/profile/symbols/match.js';
import { objectCodeOf } from '../../../harness/profile/symbols/object-code.js';
import { readLibrary } from '../../../harness/profile/symbols/static-library.js';
import { seeded } from '../../support/random.js';
import { inTemp } from '../../support/temp.js';

const SOURCE = `
#include <string.h>
#include <stdio.h>
#define KEPT __attribute__((noinline, noclone))
static int table[64];
static KEPT int hidden(int a, int b) { for (int i = 0; i < 64; i++) table[i] ^= a * i + b; return table[b & 63]; }
static KEPT int other_one(const char *s) { return hidden((int)strlen(s) * 7, 3) + table[5] * 11; }
int exported(const char *s) { return other_one(s) ^ puts(s); }
`;

interface Built {
  stripped: ElfFile;
  whole: ElfFile;
  debug: ElfFile;
  object: ElfFile;
  library: Buffer;
}

async function built(dir: string, ...flags: string[]): Promise<Built> {
  const path = (name: string): string => join(dir, name);
  const run = (tool: string, ...args: string[]): Promise<unknown> => runTool(tool, args, { code: 'TEST' });
  await writeFile(path('a.c'), SOURCE);
  await run('gcc', '-O2', '-g', '-fPIC', ...flags, '-c', '-o', path('a.o'), path('a.c'));
  await run('gcc', '-shared', '-Wl,--build-id', '-o', path('whole'), path('a.o'));
  await run('objcopy', '--only-keep-debug', path('whole'), path('debug'));
  await run('strip', '--strip-unneeded', '-o', path('stripped'), path('whole'));
  await run('ar', 'qcD', path('a_pic.a'), path('a.o'), path('a.c'));
  const elf = async (name: string): Promise<ElfFile> => readElf(await readFile(path(name)), name);
  return {
    stripped: await elf('stripped'),
    whole: await elf('whole'),
    debug: readDebugElf(await readFile(path('debug')), 'debug'),
    object: await elf('a.o'),
    library: await readFile(path('a_pic.a')),
  };
}

function rangeOf(elf: ElfFile, name: string): { start: bigint; end: bigint } {
  const { address, size } = readSymbols(elf).find((one) => one.name === name) ?? assert.fail(name);
  return { start: address, end: address + BigInt(size) };
}

describe('names for a stripped library', function () {
  this.timeout(60_000);

  it('are those of its debug symbols, which are found by what the linker wrote into both', () =>
    inTemp(async (dir) => {
      const { stripped, whole, debug } = await built(dir);
      const id = buildIdOf(stripped) ?? assert.fail();
      assert.match(debugPath(id), /^usr\/lib\/debug\/\.build-id\/[0-9a-f]{2}\/[0-9a-f]{38}\.debug$/);
      const symbols = debugSymbols(stripped, debug) ?? assert.fail();
      const code = codeOf(stripped, symbols);
      for (const name of ['hidden', 'other_one', 'exported'])
        assert.equal(code.at(rangeOf(whole, name).start)?.name, name);
    }));

  it('are not those of the debug symbols of another library', () =>
    inTemp(async (dir) => {
      const { stripped } = await built(dir);
      const { debug } = await built(dir, '-O1');
      assert.equal(debugSymbols(stripped, debug), undefined);
    }));

  it('are those of equal code in a static library, whatever the linker filled in', () =>
    inTemp(async (dir) => {
      const { stripped, whole, library } = await built(dir);
      const [member, ...others] = readLibrary(library, 'a_pic.a');
      assert.deepEqual([member?.name, ...others.map(({ name }) => name)], ['a.o', 'a.c']);
      const object = readElf(member?.data ?? assert.fail(), 'a.o');
      const found = matchedFunctions(stripped, objectCodeOf(object));
      for (const name of ['hidden', 'other_one', 'exported']) {
        const { start, end } = found.find((one) => one.name === name) ?? assert.fail(name);
        assert.deepEqual({ start, end }, rangeOf(whole, name));
      }
    }));

  it('are none where the code differs in one instruction, for that function alone', () =>
    inTemp(async (dir) => {
      const { stripped, whole, object } = await built(dir);
      const changed = Buffer.from(stripped.bytes);
      const { start } = rangeOf(whole, 'hidden');
      const at = Number(start) + 1;
      // Offsets are addresses in the first segments of this library.
      changed[at] = (changed[at] ?? 0) ^ 1;
      const names = matchedFunctions(readElf(changed, 'changed'), objectCodeOf(object)).map(
        ({ name }) => name,
      );
      assert.equal(names.includes('hidden'), false);
      assert.equal(names.includes('other_one'), true);
    }));

  it('are none where the same code stands twice, or has two names', () =>
    inTemp(async (dir) => {
      const { stripped, object } = await built(dir);
      const code = objectCodeOf(object);
      const renamed = code.map((one) => ({
        ...one,
        functions: one.functions.map((own) => ({ ...own, name: `${own.name}_too` })),
      }));
      assert.deepEqual(matchedFunctions(stripped, [...code, ...renamed]), []);
      const text = stripped.sections.find(({ name }) => name === '.text') ?? assert.fail();
      const twice = { ...stripped, sections: [...stripped.sections, { ...text, address: 0x100000n }] };
      assert.deepEqual(matchedFunctions(twice, code), []);
    }));

  it('calls entries of the table of imports after what they call', () =>
    inTemp(async (dir) => {
      const { stripped } = await built(dir);
      const names = codeOf(stripped).all.map(({ name }) => name);
      assert.ok(names.includes('strlen@plt') && names.includes('puts@plt'), names.join(' '));
    }));

  it('come of damaged files as a refusal or as fewer names, never as anything else', () =>
    inTemp(async (dir) => {
      const { stripped, debug, object, library } = await built(dir);
      const random = seeded(7);
      const damaged = (bytes: Buffer): Buffer => {
        const copy = Buffer.from(bytes.subarray(0, Math.floor(random() * bytes.length) + 1));
        const base = random() < 0.5 ? bytes : copy;
        const out = Buffer.from(base);
        for (let n = 0; n < 8; n += 1) out[Math.floor(random() * out.length)] = Math.floor(random() * 256);
        return out;
      };
      const refusing = (work: () => unknown): void => {
        try {
          work();
        } catch (error) {
          assert.match(String((error as { code?: unknown }).code), /^(ELF_DAMAGED|LIBRARY_DAMAGED)$/);
        }
      };
      for (let turn = 0; turn < 300; turn += 1) {
        refusing(() => debugSymbols(stripped, readDebugElf(damaged(debug.bytes), 'debug')));
        refusing(() => matchedFunctions(stripped, objectCodeOf(readElf(damaged(object.bytes), 'object'))));
        refusing(() => readLibrary(damaged(library), 'library'));
        refusing(() => {
          const elf = readElf(damaged(stripped.bytes), 'stripped');
          buildIdOf(elf);
          codeOf(elf);
        });
      }
    }));
});
