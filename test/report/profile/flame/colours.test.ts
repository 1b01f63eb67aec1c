// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { packagePath } from '../../../../harness/core/paths.js';
import {
  CHANGE_COLOURS,
  COLOURS,
  changeColour,
  colourOf,
} from '../../../../harness/report/profile/flame/colours.js';
import { code } from '../../../profile/fixture.js';

describe('the colour of a frame', () => {
  for (const [object, source, colour] of [
    ['vmlinux', 'mm/memblock.c', 'mm'],
    ['vmlinux', 'arch/x86/entry/common.c', 'entry'],
    ['vmlinux', 'kernel/entry/common.c', 'entry'],
    ['vmlinux', 'arch/x86/mm/init.c', 'arch'],
    ['vmlinux', 'block/bio.c', 'drivers'],
    ['vmlinux', 'constructor/x.c', 'linux'],
    ['vmlinux', '', 'linux'],
    ['[firmware]', '', 'firmware'],
    ['/lib/x86_64-linux-gnu/libc.so.6', '', 'library'],
    ['/usr/bin/redis-server', '', 'program'],
  ] as const) {
    it(`of ${source === '' ? object : source} is that of ${colour}`, () =>
      assert.equal(colourOf('call', code('f', object, 1n, source)), colour));
  }
  it('of what is no function is that of an event', () => {
    assert.equal(colourOf('interrupt', undefined), 'event');
    assert.equal(colourOf('task', code('f', 'vmlinux', 1n, 'mm/x.c')), 'event');
  });
  it('of a change is stronger the further both sides are apart', () => {
    const colours = [100, 101, 130, 160, 250, 900].map((after) => changeColour({ before: 100, after }));
    assert.deepEqual(colours, ['same', 'same', 'grew2', 'grew3', 'grew4', 'grew5']);
    assert.equal(changeColour({ before: 7, after: 0 }), 'shrank5');
    assert.equal(changeColour({ before: 100, after: 90 }), 'shrank2');
    assert.equal(changeColour({ before: 0, after: 0 }), 'same');
  });
  it('has a rule in the style, in both schemes', async () => {
    const style = await readFile(packagePath('reports', 'flame.css'), 'utf8');
    const changes = [1, 2, 3, 4, 5].flatMap((step) => [`grew${step}`, `shrank${step}`]);
    for (const colour of [...Object.keys(COLOURS), ...Object.keys(CHANGE_COLOURS), ...changes]) {
      assert.equal(style.split(`--${colour}: #`).length, 3, colour);
      assert.ok(style.includes(`.flame .${colour} {`), colour);
    }
  });
});
