// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { placeFiles } from '../../../harness/profile/sources/places.js';
import { scriptedTree } from './scripted-tree.js';

const TREE = scriptedTree({
  'arch/x86/kernel/head_64.S': '',
  'arch/x86/kernel/setup.c': '',
  'arch/x86/mm/init.c': 'init_mem',
  'drivers/base/core.c': 'device_add',
  'drivers/base/init.c': 'driver_init',
  'init/init.c': '',
  'init/main.c': 'start_kernel',
  'kernel/sched/core.c': 'schedule',
  'kernel/sched/idle.c': '',
  'mm/init.c': 'zone_init',
  'mm/slub.c': '',
});

function placed(...files: string[]): string[] {
  return placeFiles({ files, symbols: [] }, TREE);
}

describe('the files that a kernel was linked from', () => {
  it('are where their neighbours are', () => {
    assert.deepEqual(placed('head_64.o', 'setup.c', 'init.c', 'core.c', 'idle.c', 'slub.c', 'init.c'), [
      ...['arch/x86/kernel/head_64.S', 'arch/x86/kernel/setup.c', 'arch/x86/mm/init.c'],
      ...['kernel/sched/core.c', 'kernel/sched/idle.c', 'mm/slub.c', 'mm/init.c'],
    ]);
  });
  it('are told by what they define where neighbours do not help', () => {
    const symbols = [{ name: 'driver_init.isra.0', address: 1n, section: 1, file: 1 }];
    const files = ['main.c', 'init.c'];
    assert.deepEqual(placeFiles({ files, symbols }, TREE), ['init/main.c', 'drivers/base/init.c']);
    assert.deepEqual(placed(...files), ['init/main.c', 'init/init.c']);
  });
  it('have no path when the build made them, which changes nothing for the others', () => {
    assert.deepEqual(placed('slub.c', 'capflags.c', 'init.c'), ['mm/slub.c', '', 'mm/init.c']);
    assert.deepEqual(placed('capflags.c', 'slub.c'), ['', 'mm/slub.c']);
    assert.deepEqual(placed('capflags.c'), ['']);
    assert.deepEqual(placed(), []);
  });
});
