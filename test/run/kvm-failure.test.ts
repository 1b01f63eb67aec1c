// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError, EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';
import { ended, scriptedHost } from '../support/scripted-host.js';
import { withScriptedRun } from '../support/scripted-run.js';

const failed = ended('vmm-failed', 'KVM_FAILED');

describe('a KVM that fails in the middle of a run', () => {
  it('ends the run at once, and keeps what was measured', () =>
    withScriptedRun({ clock: 'wall', boots: 4 }, async ({ make, records }) => {
      const host = scriptedHost((_request, n) => (n === 3 ? failed : {}));
      const run = make({ host });
      await failsWith(
        run,
        'KVM_FAILED',
        EXIT.couldNotMeasure,
        /^boot 2 of boot\/hello\/lupine-hello: it ended/,
      );
      await run.catch((error: unknown) => {
        assert.equal(error instanceof BenchError && error.scope, 'run');
      });
      assert.equal(host.requests.length, 3);
      assert.deepEqual([...(await records()).keys()], [1, 2]);
    }));

  it('is too little memory where more of it has worked', () =>
    withScriptedRun(
      { scenario: 'memory-floor', clock: 'wall', systems: ['microvm'] },
      async ({ make, records }) => {
        await make({ host: scriptedHost(({ memoryMib }) => (memoryMib >= 9 ? {} : failed)) });
        assert.deepEqual((await records()).get(1)?.values, { 'memory.floor': 9 });
      },
    ));

  it('is no floor where nothing has worked: the search ends with that error', () =>
    withScriptedRun(
      { scenario: 'memory-floor', clock: 'wall', systems: ['microvm', 'lupine-hello'] },
      async ({ make, records }) => {
        const host = scriptedHost(() => failed);
        const message = /^memory-floor\/hello\/microvm with 1024 MiB: it ended/;
        await failsWith(make({ host }), 'KVM_FAILED', EXIT.couldNotMeasure, message);
        assert.deepEqual([host.requests.length, (await records()).size], [1, 0]);
      },
    ));
});
