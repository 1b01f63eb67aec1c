// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Profile } from '../../../harness/profile/types.js';
import { profileSection } from '../../../harness/report/profile/section.js';
import { type Place, place, profileOf, redisBoot } from '../../profile/fixture.js';
import { seeded } from '../../support/random.js';

/** A profile as large as a real one: four phases with thousands of places each, most of them narrow. */
function large(): Profile {
  const random = seeded(13);
  const grow = (depth: number, index = 0): Place => {
    const count = depth === 0 ? 0 : 1 + Math.floor(random() * 4);
    const children = Array.from({ length: count }, (_, child) => grow(depth - 1, child));
    return place(`a_function_of_usual_length_${index}`, Math.floor(1000 * random() ** 4), children);
  };
  const phases = ['kernel', 'start', 'checks', 'load'].map((name) => [name, [grow(8), grow(8)]] as const);
  return profileOf(Object.fromEntries(phases));
}

describe('the section of profiles', () => {
  it('has a flame graph and a table for each phase', () => {
    const { text } = profileSection([redisBoot()]);
    assert.equal(text.split('<figure class="flame">').length, 3);
    assert.match(text, /<th scope="row">clear_bss<\/th>\s*<td>arch\/x86\/kernel\/head64\.c<\/td>/);
    assert.match(text, /Profile of boot: redis on lupine-redis/);
  });
  it('says what must be known, as text', () => {
    const { text } = profileSection([{ ...redisBoot(), notes: ['<b>no symbols</b>\u001b[1m'] }]);
    assert.match(text, /<p class="warning">&lt;b&gt;no symbols&lt;\/b&gt;\\x1b\[1m<\/p>/);
  });
  it('counts by request where requests were counted', () => {
    const profile = redisBoot();
    const phases = profile.phases.map((phase) => ({ ...phase, requests: 20 }));
    assert.match(profileSection([{ ...profile, phases }]).text, /Per request/);
    assert.doesNotMatch(profileSection([profile]).text, /Per request/);
  });
  it('leaves out a phase in which nothing was executed', () =>
    assert.equal(profileSection([profileOf({ load: [] })]).text.includes('<figure'), false));
  it('has less than a megabyte, however large a profile is, and however many there are', () => {
    const one = large();
    for (const profiles of [[one], [one, one, one]]) {
      const { text } = profileSection(profiles);
      const frames = text.split('role="treeitem"').length - 1;
      assert.ok(frames > 500, String(frames));
      assert.ok(Buffer.byteLength(text) < 1e6, String(text.length));
    }
  });
});
