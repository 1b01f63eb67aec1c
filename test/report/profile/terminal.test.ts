// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderTerminalProfile } from '../../../harness/report/profile/terminal.js';
import { columns } from '../../../harness/report/terminal/width.js';
import { profiles } from '../../profile/arbitrary.js';
import { CODE, code, place, profileOf, redisBoot } from '../../profile/fixture.js';
import { fuzzRuns } from '../../support/fuzz.js';

const plain = { color: false, width: 100, top: 25 };

describe('a profile on a terminal', () => {
  it('has the functions with the most instructions, by phase', () => {
    const [title, share, , phase, about, ...lines] = renderTerminalProfile(redisBoot(), plain).split('\n');
    assert.equal(title, 'Profile of boot: redis on lupine-redis');
    assert.equal(share, '100 % of the instructions have a name');
    assert.equal(phase, 'kernel');
    assert.equal(about, '  1,000 instructions, 100.0 % of them in the kernel');
    assert.deepEqual(lines.slice(0, 4), [
      '    self  cumulated  with calls  instructions  function      where',
      '  70.0 %     70.0 %      70.0 %           700  clear_bss     arch/x86',
      '  20.0 %     90.0 %      20.0 %           200  memblock_add  mm',
      '  10.0 %    100.0 %     100.0 %           100  start_kernel  init',
    ]);
  });
  it('says what the others have together', () =>
    assert.match(renderTerminalProfile(redisBoot(), { ...plain, top: 1 }), /^ {2}2 others have 30\.0 %$/m));
  it('counts by request where requests were counted', () => {
    const profile = redisBoot();
    const phases = profile.phases.slice(1).map((phase) => ({ ...phase, requests: 20 }));
    const text = renderTerminalProfile({ ...profile, phases }, plain);
    assert.match(text, /20 requests, 31\.5 instructions each/);
    assert.match(text, /per request/);
    assert.match(text, /300 +15\.0 +main/);
  });
  it('says how much has a name', () => {
    const [main] = CODE.slice(6, 7);
    const places = [
      code('0x402000', '/usr/bin/redis-server', 0x402000n, ''),
      code('libc.so.6+0x10', '/lib/libc.so.6', 0x10n, ''),
      ...(main === undefined ? [] : [main]),
    ];
    const phases = { load: [place('0x402000', 1), place('libc.so.6+0x10', 1), place('main', 1000)] };
    assert.match(
      renderTerminalProfile(profileOf(phases, places), plain),
      /^99\.8 % of the instructions have a name$/m,
    );
  });
  it('leaves out columns where there is no space for them, and the name last', () => {
    const head = (width: number): string => {
      const text = renderTerminalProfile(redisBoot(), { ...plain, width });
      return /^ +(self.*)$/m.exec(text)?.[1] ?? '';
    };
    assert.equal(head(80), 'self  cumulated  with calls  instructions  function      where');
    assert.equal(head(60), 'self  cumulated  with calls  instructions  function');
    assert.equal(head(50), 'self  with calls  instructions  function');
    assert.equal(head(40), 'self  instructions  function');
    assert.equal(head(30), 'self  function');
  });
  it('shows nothing raw and fits its width, whatever the profile', () =>
    fc.assert(
      fc.property(profiles, fc.integer({ min: 30, max: 120 }), (profile, width) => {
        const text = renderTerminalProfile(profile, { ...plain, width, top: 3 });
        for (const line of text.split('\n')) assert.ok(columns(line) <= width, line);
        assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}|[\u202a-\u202e]/u);
      }),
      { numRuns: fuzzRuns },
    ));
  it('cannot be left by a name', () => {
    const text = renderTerminalProfile(
      profileOf({ load: [place('main', 1)] }, [
        { name: '\u001b[2Jmain\nx', object: 'a', kernel: false, address: 1n, source: '' },
      ]),
      plain,
    );
    assert.doesNotMatch(text, /\u001b/);
  });
});
