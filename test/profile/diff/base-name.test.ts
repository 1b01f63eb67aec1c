// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { baseName } from '../../../harness/profile/diff/base-name.js';

describe('the name of a function in its source', () => {
  for (const [name, base] of [
    ['memblock_add', 'memblock_add'],
    ['foo.constprop.0', 'foo'],
    ['foo.isra.1', 'foo'],
    ['foo.part.0', 'foo'],
    ['foo.part.0.isra.2', 'foo'],
    ['foo.cold', 'foo'],
    ['foo.isra.0.cold', 'foo'],
    ['foo.constprop.0.cold.1', 'foo'],
    ['foo.llvm.1234567890', 'foo'],
    ['foo.lto_priv.0', 'foo'],
    ['foo.localalias', 'foo'],
    ['foo.12', 'foo'],
    ['__pfx_foo', 'foo'],
    ['__cfi_foo.cold', 'foo'],
    ['__pfx_', '__pfx_'],
    ['std::vector<int>.resize', 'std::vector<int>.resize'],
    ['foo.coldness', 'foo.coldness'],
    ['.cold', '.cold'],
    ['.5', '.5'],
    ['foo.', 'foo.'],
    ['0x401000', '0x401000'],
    ['', ''],
  ] as const) {
    it(`of "${name}" is "${base}"`, () => assert.equal(baseName(name), base));
  }
});
