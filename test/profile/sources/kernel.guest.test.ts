// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { readElf } from '../../../harness/image/elf/file.js';
import { attributeGlobals } from '../../../harness/profile/sources/attribute.js';
import { namesInSource } from '../../../harness/profile/sources/definitions.js';
import { baseName } from '../../../harness/profile/diff/base-name.js';
import { sourcesOf } from '../../../harness/profile/sources/find.js';
import { placeFiles } from '../../../harness/profile/sources/places.js';
import {
  type CodeSymbol,
  type SourceTable,
  readSourceTable,
} from '../../../harness/profile/sources/table.js';
import { type SourceTree, readSourceTree } from '../../../harness/profile/sources/tree.js';
import { findSource, unpackSource } from '../../../harness/image/kernel/source.js';
import { needKernels } from '../../support/kernels.js';

/** One in so many local symbols is taken for a global one, to see whether its file is found all the same. */
const HIDDEN = 10;

describe('the sources of a real kernel', function () {
  this.timeout(3_600_000);
  let path = '';
  let table: SourceTable = { files: [], symbols: [] };
  let tree: SourceTree | undefined;
  let paths: string[] = [];

  before(async () => {
    const [kernel] = await needKernels('lupine-hello');
    path = kernel?.symbols ?? '';
    table = readSourceTable(readElf(await readFile(path), 'vmlinux'));
    tree = await readSourceTree(await unpackSource(await findSource(undefined)));
    paths = placeFiles(table, tree);
  });

  it('are in folders, all but what the build made', () => {
    assert.ok(table.files.length > 400);
    const homeless = table.files.filter((_, file) => paths[file] === '');
    assert.deepEqual(homeless, ['vdso-image-64.c']);
  });
  it('define what is local to them', () => {
    const local = table.symbols.filter(({ file }) => file >= 0 && paths[file] !== '');
    const defined = local.filter(({ name, file }) => {
      const own = tree?.definitions(paths[file] ?? '');
      return namesInSource(baseName(name)).some((one) => own?.has(one));
    });
    // What comes from a header or out of a macro is in no file of its own.
    assert.ok(defined.length / local.length > 0.9, `${defined.length} of ${local.length}`);
  });
  it('are found for 97 of 100 symbols whose file the table does not say', () => {
    let [right, all] = [0, 0];
    for (let turn = 0; turn < HIDDEN; turn += 1) {
      const hidden = new Map<CodeSymbol, string>();
      const symbols = table.symbols.map((symbol, index) => {
        if (symbol.file < 0 || index % HIDDEN !== turn) return symbol;
        const taken = { ...symbol, file: -1 };
        hidden.set(taken, paths[symbol.file] ?? '');
        return taken;
      });
      const found = attributeGlobals(symbols, paths, tree);
      for (const [symbol, file] of hidden) if (found.get(symbol) === file) right += 1;
      all += hidden.size;
    }
    assert.ok(all > 3000 && right / all > 0.97, `${right} of ${all}`);
  });
  it('are what everybody knows', async () => {
    const elf = readElf(await readFile(path), 'vmlinux');
    const sources = await sourcesOf(path, elf);
    for (const [name, file] of [
      ['start_kernel', 'init/main.c'],
      ['memblock_reserve', 'mm/memblock.c'],
      ['do_syscall_64', 'arch/x86/entry/common.c'],
      ['__x64_sys_read', 'fs/read_write.c'],
      ['schedule', 'kernel/sched/core.c'],
      ['clear_page_orig', 'arch/x86/lib/clear_page_64.S'],
      ['vsnprintf', 'lib/vsprintf.c'],
    ] as const) {
      const symbol = table.symbols.find((one) => one.name === name);
      assert.equal(sources.get(symbol?.address ?? 0n), file, name);
    }
    assert.deepEqual(await sourcesOf(path, elf), sources);
  });
});
