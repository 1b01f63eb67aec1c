// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../harness/core/foreign.js';
import type { BootFailure, BootResult } from '../../harness/boot/types.js';
import { CONNECTING } from '../../harness/load/drive.js';
import { withLoad } from '../../harness/load/verdict.js';
import { clientOutput, guestReport } from '../support/report.js';

const AB = { during: 'ab', said: foreign('Connection refused') };
const EARLY = { during: CONNECTING, said: foreign('') };

const OK: BootResult = {
  ending: 'ok',
  report: guestReport([{ name: 'wait-notify', status: 1, stderr: 'nobody connected within 30 s\n' }]),
  clock: 'wall',
  argv: [],
  hostMs: 1,
};
const failed = (code: string): BootResult => {
  const failure: BootFailure = { code, message: 'm', next: 'n', console: ['last words'] };
  return { ...OK, ending: 'panic', failure };
};

describe('a guest and its load from the host', () => {
  it('are one result', () => {
    const output = { ...clientOutput({ name: 'ab' }), argv: ['ab'] };
    assert.deepEqual(withLoad(OK, { outputs: [output] }), { ...OK, hostClients: [output] });
  });
  it('are the fault of the guest when it died, whatever its client says', () => {
    for (const driven of [{ cut: AB }, { cut: EARLY }, { unreached: foreign('no') }, {}]) {
      const { ending, failure } = withLoad(failed('BOOT_PANIC'), { outputs: [], ...driven });
      assert.deepEqual([ending, failure?.code], ['panic', 'BOOT_PANIC']);
    }
  });
  it('are the fault of a client that worked until the time was over', () => {
    const { failure } = withLoad(failed('BOOT_TIMEOUT'), { outputs: [], cut: AB });
    assert.match(failure?.message ?? '', /ab on the host did not end.*refused/);
    assert.equal(failure?.code, 'LOAD_TIMEOUT');
    assert.deepEqual(failure.console, ['last words']);
    const early = withLoad(failed('BOOT_TIMEOUT'), { outputs: [], cut: EARLY });
    assert.equal(early.failure?.code, 'BOOT_TIMEOUT');
  });
  it('are the fault of the network when they never met, in the words of both sides', () => {
    const { ending, failure } = withLoad(OK, { outputs: [], cut: EARLY });
    assert.deepEqual([ending, failure?.code], ['client-failed', 'LOAD_CUT_OFF']);
    assert.match(failure?.message ?? '', /never reached.*nobody connected within 30 s/);
    const refused = withLoad(OK, { outputs: [], unreached: foreign('Connection refused') });
    assert.equal(refused.failure?.code, 'LOAD_UNREACHED');
    assert.match(refused.failure.message, /Connection refused/);
  });
});
