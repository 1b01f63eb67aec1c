// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { renderTerminalClaims } from '../../../harness/report/claims/terminal.js';
import { columns } from '../../../harness/report/terminal/width.js';
import { METRICS, claimsRun } from '../../claim/fixture.js';
import { claimsReport } from './fixture.js';

const EMPTY = claimsRun(METRICS.filter(({ scenario }) => scenario === 'boot'));

async function rendered(width: number, color = false, run = claimsRun()): Promise<string> {
  return renderTerminalClaims((await claimsReport(run)).document, { width, color });
}

describe('claims in the terminal', () => {
  for (const width of [30, 40, 60, 80, 120]) {
    it(`fit ${width} columns, with and without numbers`, async () => {
      for (const run of [claimsRun(), EMPTY]) {
        for (const line of (await rendered(width, true, run)).split('\n')) {
          assert.ok(columns(stripVTControlCharacters(line)) <= width, line);
        }
      }
    });
  }
  it('begin with one line for each claim', async () => {
    const text = await rendered(80);
    assert.match(text, /^12 claims: 6 hold, 3 hold weaker, 1 does not hold/m);
    assert.match(text, /^✓ boot-time {17}≤ 0\.41× {3}3\.00× faster \(0\.333×\) {2}holds$/m);
    assert.match(text, /^– compat .*cannot be measured here$/m);
  });
  it('give the published numbers in words where there is space, and two lines to a claim where there is none', async () => {
    assert.match(await rendered(100), /^✓ boot-time {17}at most 0\.41× {3}3\.00× faster/m);
    assert.match(await rendered(40), /^✓ boot-time\n {4}3\.00× faster \(0\.333×\), holds$/m);
  });
  it('have bars where there is room', async () => {
    assert.match(await rendered(120), /^~ syscall-spec.*█┊█+ +holds weaker$/m);
    assert.doesNotMatch(await rendered(80), /┊/);
  });
  it('say the code of what is not there, and name what is missing', async () => {
    const text = await rendered(120, false, EMPTY);
    assert.match(text, /redis GET +at least 1\.204× {2}not in this run$/m);
    assert.match(text, /redis GET, redis SET: The run has no redis of redis on lupine-redis/);
    assert.match(text, /it needs systems rumprun, osv/);
  });
  it('are the same without colour but for the escape sequences', async () => {
    assert.equal(stripVTControlCharacters(await rendered(100, true)), await rendered(100));
  });
});
