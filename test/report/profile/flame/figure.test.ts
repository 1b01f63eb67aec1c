// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { COLOURS } from '../../../../harness/report/profile/flame/colours.js';
import { flameFigure } from '../../../../harness/report/profile/flame/figure.js';
import { differenceFlame, profileFlame } from '../../../../harness/report/profile/flame/nodes.js';
import { diffCalls } from '../../../../harness/profile/diff/calls.js';
import type { Profile } from '../../../../harness/profile/types.js';
import { place, profileOf, redisBoot } from '../../../profile/fixture.js';

function drawn(profile: Profile, index = 0): string {
  const phase = profile.phases[index] ?? assert.fail('no such phase');
  const root = profileFlame(profile, phase);
  return flameFigure({ label: 'a <graph>', root, colours: COLOURS, legend: 'used', most: 100 }).text;
}

function titles(svg: string): string[] {
  return [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title = '']) => title);
}

describe('a flame graph', () => {
  it('says of each frame what it is, and how much', () => {
    assert.deepEqual(titles(drawn(redisBoot())), [
      'kernel\n1,000 instructions, 100.0 %; 1 call',
      'swapper\n1,000 instructions, 100.0 %; 1 call',
      'start_kernel (init/main.c)\n1,000 instructions, 100.0 %; 100 its own; 1 call',
      'clear_bss (arch/x86/kernel/head64.c)\n700 instructions, 70.0 %; 1 call',
      'memblock_add (mm/memblock.c)\n200 instructions, 20.0 %; 5 calls',
    ]);
    assert.ok(
      titles(drawn(redisBoot(), 1)).includes(
        'read: do_syscall_64 (arch/x86/entry/common.c)\n120 instructions, 19.0 %; 40 its own; 2 calls',
      ),
    );
  });
  it('has a legend of the colours that it uses', () => {
    const caption = /<figcaption>(.*)<\/figcaption>/s.exec(drawn(redisBoot()))?.[1] ?? '';
    const colours = [...caption.matchAll(/<i class="(\w+)">/g)].map(([, colour]) => colour);
    assert.deepEqual(colours, ['event', 'arch', 'mm', 'init']);
  });
  it('lets no name be more than text', () => {
    const name = '</title><script>alert(1)</script>"\u001b[31m\u202e';
    const svg = drawn(profileOf({ load: [place(name, 5)] }));
    assert.doesNotMatch(svg, /<script|\u001b|\u202e/);
    assert.match(svg, /&lt;\/title&gt;&lt;script&gt;/);
    assert.match(svg, /aria-label="a &lt;graph&gt;"/);
  });
  it('of a difference says both sides', () => {
    const before = profileOf({ load: [place('main', 10, [place('vfs_read', 30, [], 3)])] });
    const after = profileOf({ load: [place('main', 10, [place('vfs_read', 10)])] });
    const root = differenceFlame(diffCalls(before, after, 'load'));
    const svg = flameFigure({ label: 'x', root, colours: {}, legend: 'all', most: 100 }).text;
    assert.deepEqual(titles(svg), [
      'load\n\u221220: 40 before, 20 after; 1 call',
      'main (/usr/bin/redis-server)\n\u221220: 40 before, 20 after; 1 call',
      'vfs_read (fs/read_write.c)\n\u221220: 30 before, 10 after; 3 calls before, 1 after',
    ]);
  });
});
