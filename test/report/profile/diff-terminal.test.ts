// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diffProfiles } from '../../../harness/profile/diff/diff.js';
import type { Profile } from '../../../harness/profile/types.js';
import { renderTerminalDifference } from '../../../harness/report/profile/diff-terminal.js';
import { columns } from '../../../harness/report/terminal/width.js';
import { profiles } from '../../profile/arbitrary.js';
import { code, CODE, place, profileOf, redisBoot } from '../../profile/fixture.js';
import { fuzzRuns } from '../../support/fuzz.js';

const plain = { color: false, width: 100, top: 25 };

/** A load of 10 requests; `extra` instructions in a security hook of each. */
function load(extra: number, requests = 10): Profile {
  const hooks = extra === 0 ? [] : [place('security_file_open', extra * requests, [], requests)];
  const open = place('vfs_read', 400, [...hooks, place('foo.isra.0', 50)]);
  const profile = profileOf({ load: [place('main', 1000, [open])] }, [
    ...CODE,
    code('foo.isra.0', 'vmlinux', 7n, 'fs/open.c'),
  ]);
  return { ...profile, phases: profile.phases.map((phase) => ({ ...phase, requests })) };
}

describe('a difference on a terminal', () => {
  it('says at once which subsystem it is, per request', () => {
    const text = renderTerminalDifference(diffProfiles(load(0), load(2640)), plain);
    assert.match(
      text,
      /27,850 instructions, \+26,400 \(\+1,820\.7 %\); \+2,640 per request, of which there were 10/,
    );
    assert.match(text, /^ +\+2,640 +security \(security hooks\) +1$/m);
    assert.match(text, /^ +\+2,640 +0 +26,400 +security_file_open +security +only after$/m);
  });
  it('says what is only another name', () => {
    const after = load(0);
    const functions = after.functions.map((one) =>
      one.name === 'foo.isra.0' ? { ...one, name: 'foo.constprop.0' } : one,
    );
    const [phase] = after.phases;
    const flat = new Map(phase?.flat);
    flat.set(functions.length - 1, 60);
    const changed = {
      ...after,
      functions,
      phases: [{ ...(phase ?? assert.fail()), flat, instructions: 1460 }],
    };
    const text = renderTerminalDifference(diffProfiles(load(0), changed), plain);
    assert.match(text, /^ +\+1 +50 +60 +foo +fs$/m);
    assert.match(text, /^ {6}foo\.isra\.0 before, foo\.constprop\.0 after$/m);
  });
  it('of two equal profiles has no tables', () => {
    const text = renderTerminalDifference(diffProfiles(redisBoot(), redisBoot()), plain);
    assert.equal(
      text,
      [
        'Two profiles of boot: redis on lupine-redis',
        ...['', 'kernel', '  1,000 instructions, 0 (0 %)'],
        ...['', 'load', '  630 instructions, 0 (0 %)', ''],
      ].join('\n'),
    );
  });
  it('says what the others come to', () => {
    const text = renderTerminalDifference(diffProfiles(profileOf({ kernel: [] }), redisBoot()), {
      ...plain,
      top: 1,
    });
    assert.match(text, /^ {2}2 others: \+300 instructions$/m);
  });
  it('shows nothing raw and fits its width, whatever the profiles', () =>
    fc.assert(
      fc.property(profiles, profiles, fc.integer({ min: 30, max: 120 }), (before, after, width) => {
        const text = renderTerminalDifference(diffProfiles(before, after), { ...plain, width });
        for (const line of text.split('\n')) assert.ok(columns(line) <= width, line);
        assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}|[\u202a-\u202e]/u);
      }),
      { numRuns: fuzzRuns },
    ));
});
