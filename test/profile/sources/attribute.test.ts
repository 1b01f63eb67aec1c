// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { attributeGlobals } from '../../../harness/profile/sources/attribute.js';
import type { CodeSymbol } from '../../../harness/profile/sources/table.js';
import { scriptedTree } from './scripted-tree.js';

const PATHS = ['init/main.c', 'mm/slub.c', 'mm/util.c', 'fs/open.c', ''];
const TREE = scriptedTree({
  'init/main.c': 'start_kernel',
  'mm/slub.c': 'kfree ksize',
  'mm/util.c': 'kstrdup',
  'fs/open.c': 'read',
  'arch/x86/lib/memcpy_64.S': 'memcpy_orig',
});

/** Symbols of one section in the order of their addresses, each a name and the number of its file where it is local. */
function symbols(...texts: string[]): CodeSymbol[] {
  return texts.map((text, index) => {
    const [name = '', file = '-1'] = text.split('@');
    return { name, address: BigInt(index), section: 1, file: Number(file) };
  });
}

function files(list: readonly CodeSymbol[], tree = true): string[] {
  return [...attributeGlobals(list, PATHS, tree ? TREE : undefined)].map(
    ([{ name }, path]) => `${name} ${path}`,
  );
}

describe('the file of a global symbol', () => {
  it('is that of the local ones on both sides', () => {
    assert.deepEqual(files(symbols('a@1', 'x', 'b@1'), false), ['x mm/slub.c']);
  });
  it('is one between them that defines it', () => {
    assert.deepEqual(files(symbols('a@0', 'kfree', 'kstrdup', '__x64_sys_read', 'b@3')), [
      ...['kfree mm/slub.c', 'kstrdup mm/util.c', '__x64_sys_read fs/open.c'],
    ]);
  });
  it('is that of the symbol before it when nothing defines it', () => {
    assert.deepEqual(files(symbols('a@0', 'kfree', 'made_by_a_macro', 'b@3')), [
      ...['kfree mm/slub.c', 'made_by_a_macro mm/slub.c'],
    ]);
  });
  it('is found where the files begin anew, and at both ends of a section', () => {
    assert.deepEqual(files(symbols('a@3', 'start_kernel', 'b@1')), ['start_kernel init/main.c']);
    assert.deepEqual(files(symbols('kfree', 'a@2', 'read')), ['kfree mm/slub.c', 'read fs/open.c']);
  });
  it('may be one in assembler that is in no list', () => {
    const [, last] = files(symbols('a@1', 'kfree', 'memcpy_orig', 'ksize', 'b@3')).slice(0, 2);
    assert.equal(last, 'memcpy_orig arch/x86/lib/memcpy_64.S');
    assert.equal(files(symbols('a@1', 'memcpy_orig', 'ksize', 'b@3'))[1], 'ksize mm/slub.c');
  });
  it('is not told from files of another section', () => {
    const [one, x, other] = symbols('a@1', 'x', 'b@1');
    assert.ok(one && x && other);
    const apart = [one, { ...x, section: 2 }, { ...other, section: 2 }];
    assert.deepEqual(files(apart, false), []);
  });
  it('is not guessed without the sources', () =>
    assert.deepEqual(files(symbols('a@0', 'kfree', 'b@1'), false), []));
});
