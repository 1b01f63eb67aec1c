// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { makeJob } from '../../harness/app/make-job.js';
import { patientJob } from '../../harness/app/patient-job.js';
import { renderJob } from '../../harness/app/render-job.js';

const APP = {
  ...{ name: 'one', title: 'One', packages: [], command: ['/one'], network: 'loopback' as const },
  ready: { tcp: 80 },
  checks: [
    { name: 'answers', tcp: 80, send: 'x', expect: { exact: 'y' } },
    { name: 'prints', line: 'z', withinMs: 30 },
  ],
};

describe('a job for a slow guest', () => {
  it('has longer for each step, and is the same otherwise', () => {
    const job = makeJob(APP, { clock: 'wall', purpose: 'boot' });
    const patient = patientJob(job, 4);
    assert.deepEqual(
      [patient.ready.withinMs, ...patient.checks.map(({ withinMs }) => withinMs)],
      [40_000, 20_000, 120],
    );
    const [usual, slow] = [job, patient].map((one) => renderJob(one).split('\n'));
    assert.deepEqual(
      slow?.filter((line) => !/^(ready|check|expect)/.test(line)),
      usual?.filter((line) => !/^(ready|check|expect)/.test(line)),
    );
    assert.deepEqual(patientJob(job, 1).ready, { tcp: 80, withinMs: 10_000 });
  });
});
