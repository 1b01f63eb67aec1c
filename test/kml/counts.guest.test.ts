// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { testKernel } from './support/kernels.js';

/** Most instructions that a call may cost with KML: from the instruction in the process to the one behind it. */
const LIMITS = { call: 120, trap: 176 };

type Counts = Record<string, Record<string, number>>;

/** Instructions of 1000 calls by name and way, without the loop around them. */
function read(lines: readonly string[]): Counts {
  const counts: Counts = {};
  for (const line of lines) {
    const [, name = '', way = '', total = ''] = /^(\w+) (call|trap) (\d+)$/.exec(line) ?? assert.fail(line);
    (counts[name] ??= {})[way] = Number(total);
  }
  return counts;
}

describe('KML: instructions of a call', function () {
  this.timeout(120_000);
  let plain: Counts;
  let kml: Counts;
  before(async function () {
    this.timeout(2 * KERNEL_TIMEOUT);
    plain = read(passedLines((await bootQuietly(await testKernel('plain'), ['count'])).of('count')));
    kml = read(passedLines((await bootQuietly(await testKernel('kml'), ['count'])).of('count')));
  });

  for (const name of ['getppid', 'getuid', 'read', 'write']) {
    it(`${name}: fewer by near call than by trap, and fewer by trap than without KML`, () => {
      const [call = NaN, trap = NaN, before = NaN] = [
        kml[name]?.['call'],
        kml[name]?.['trap'],
        plain[name]?.['trap'],
      ];
      assert.ok(
        call < trap && trap < before,
        `call ${call}, trap ${trap}, without KML ${before} in 1000 calls`,
      );
    });
  }

  it('getppid: no more than planned', () => {
    const { call = NaN, trap = NaN } = kml['getppid'] ?? {};
    assert.ok(call / 1000 <= LIMITS.call, `${call} instructions in 1000 near calls`);
    assert.ok(trap / 1000 <= LIMITS.trap, `${trap} instructions in 1000 traps`);
  });

  it('the counts are the same in every boot', async () => {
    const again = await bootQuietly(await testKernel('kml'), ['count']);
    assert.deepEqual(read(passedLines(again.of('count'))), kml);
  });
});
