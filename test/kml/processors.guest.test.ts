// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { testKernel } from './support/kernels.js';

/** CPU models, and what they offer: with and without what the entry code treats in two ways. */
const PROCESSORS: Record<string, string> = {
  max: 'fsgsbase 1 smep 1 smap 1 la57 1',
  'max,-fsgsbase': 'fsgsbase 0 smep 1 smap 1 la57 1',
  qemu64: 'fsgsbase 0 smep 0 smap 0 la57 0',
  'max,-la57': 'fsgsbase 1 smep 1 smap 1 la57 0',
  'max,-smap,-smep': 'fsgsbase 1 smep 0 smap 0 la57 1',
};

const COMMANDS = [
  'stack',
  'births 50',
  'restart',
  'threads',
  'vectors',
  'registers',
  'trap-flag',
  'watch',
  'churn 100',
];

describe('KML: processors', function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await testKernel('kml');
  });

  for (const [cpu, offer] of Object.entries(PROCESSORS)) {
    it(`works on ${cpu}`, async () => {
      const boot = await bootQuietly(await testKernel('kml'), ['processor', ...COMMANDS], { cpu });
      const fsgsbase = offer.includes('fsgsbase 1') ? 1 : 0;
      // The kernel must not use what would forbid ring 0 to run, or to read, a process's pages.
      assert.deepEqual(passedLines(boot.of('processor')), [
        offer,
        `in use: fsgsbase ${fsgsbase} smep 0 smap 0`,
      ]);
      for (const command of COMMANDS) passedLines(boot.of(command));
    });
  }
});
