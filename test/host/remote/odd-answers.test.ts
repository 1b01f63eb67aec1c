// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../../harness/core/foreign.js';
import { cpusThere } from '../../../harness/host/remote/cpus.js';
import { lifeOf } from '../../../harness/host/remote/life.js';
import { take } from '../../../harness/remote/lease/calls.js';
import type { RemoteShell } from '../../../harness/remote/types.js';

/** A host that says this, whatever it is asked. */
const saying = (text: string): RemoteShell => ({
  name: 'rack',
  run: () => Promise.resolve({ status: 0, stdout: foreign(text), stderr: foreign('') }),
  close: () => Promise.resolve(),
});

describe('a host that gives odd answers', () => {
  for (const list of ['-', ',', '5-2', '0-99999'])
    it(`has no CPUs ${list}`, async () => {
      await assert.rejects(cpusThere(saying(`Cpus_allowed_list:\t${list}\n`)), { code: 'HOST_CPUS' });
    });
  for (const life of ["it's", '', '00000000-0000-0000-0000-00000000000g'])
    it(`has no life "${life}"`, async () => {
      await assert.rejects(lifeOf(saying(`${life}\n`)), { code: 'HOST_ODD' });
    });
  it('is not waited for until the end of time', async () => {
    const lease = { state: '/state', ttlMs: 60_000, force: true };
    const odd = take(saying('taken 1 1 9007199254740991 forced x\n'), 'anna', lease);
    await assert.rejects(odd, { code: 'HOST_ODD' });
  });
});
