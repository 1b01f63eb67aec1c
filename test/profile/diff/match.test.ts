// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { matchFunctions } from '../../../harness/profile/diff/match.js';
import { code } from '../fixture.js';

/** Functions as `name` or `name@source`. */
function list(...texts: string[]): ReturnType<typeof code>[] {
  return texts.map((text, index) => {
    const [name = '', source = ''] = text.split('@');
    return code(name, 'vmlinux', BigInt(index), source);
  });
}

describe('functions of two profiles', () => {
  it('match by the name in the source', () => {
    assert.deepEqual(matchFunctions(list('foo.isra.0', 'bar'), list('bar', 'foo.constprop.0', 'new')), [
      { before: [0], after: [1] },
      { before: [1], after: [0] },
      { before: [], after: [2] },
    ]);
  });
  it('match with all parts of one together', () => {
    assert.deepEqual(matchFunctions(list('foo'), list('foo.part.0', 'foo', 'foo.cold')), [
      { before: [0], after: [0, 1, 2] },
    ]);
  });
  it('of one name in different files do not match', () => {
    assert.deepEqual(matchFunctions(list('init@mm/a.c', 'init@fs/b.c'), list('init@fs/b.c', 'init@mm/a.c')), [
      { before: [0], after: [1] },
      { before: [1], after: [0] },
    ]);
    assert.deepEqual(matchFunctions(list('init@mm/a.c'), list('init@mm/a.c', 'init@fs/b.c')), [
      { before: [0], after: [0] },
      { before: [], after: [1] },
    ]);
  });
  it('match when a function moved to another file', () => {
    assert.deepEqual(matchFunctions(list('init@mm/a.c', 'x@b.c'), list('init@mm/new.c', 'x@b.c')), [
      { before: [0], after: [0] },
      { before: [1], after: [1] },
    ]);
  });
  it('stay together where a file is not known', () => {
    assert.deepEqual(matchFunctions(list('init@mm/a.c', 'init'), list('init@mm/a.c')), [
      { before: [0, 1], after: [0] },
    ]);
  });
  it('of different objects do not match', () => {
    const other = [code('foo', '/bin/sh', 1n, '')];
    assert.equal(matchFunctions(list('foo'), other).length, 2);
  });
});
