// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Host } from '../../../harness/host/types.js';
import type { TuningOutcome } from '../../../harness/remote/tuning/types.js';
import { createRun } from '../../../harness/run/folder.js';
import { makeBoots } from '../../../harness/run/run.js';
import { silent } from '../../../harness/core/progress.js';
import { type Ended, benchHere } from '../../support/cli-here.js';
import { scriptedHost } from '../../support/scripted-host.js';
import { scriptedImages } from '../../support/scripted-images.js';
import { withScriptedRun } from '../../support/scripted-run.js';

/** Compares a run on the usual host with one on a host that differs in these. */
async function compared(
  differs: Partial<Host>,
  name = 'local',
  usual: Partial<Host> = {},
): Promise<Ended & { said: string }> {
  let ended: Ended | undefined;
  await withScriptedRun({ clock: 'wall' }, async ({ make, folder, plan }) => {
    const boot = () => ({ vmmNs: 1000 });
    const first = scriptedHost(boot, { replace: usual });
    await make({ host: first });
    const host = scriptedHost(boot, { name, replace: differs });
    const other = await createRun(
      join(folder.dir, '..'),
      { ...plan, host: await host.identity() },
      new Date(0),
    );
    const { signal } = new AbortController();
    await makeBoots(
      other,
      { ...plan, host: await host.identity() },
      {
        ...{ host, images: scriptedImages(), progress: silent, signal },
      },
    );
    ended = await benchHere(['compare', folder.dir, other.dir]);
  });
  assert.ok(ended !== undefined);
  return { ...ended, said: `${ended.stdout}${ended.stderr}`.replaceAll(/\s+/g, ' ') };
}

const set = (now: string): Partial<Host> => {
  const governor: TuningOutcome = {
    ...{ what: 'governor', wanted: now, before: ['powersave'], now: [now], state: 'set', reasons: [] },
  };
  return { alone: async ({ signal }, work) => await work(signal, [governor]) };
};

describe('runs on two hosts', function () {
  this.timeout(120_000);

  it('are not compared, and what differs is named', async () => {
    const usual = await scriptedHost().facts();
    const facts = { ...usual, kernel: '6.12', settings: { thp: 'never' } };
    const { exitCode, said } = await compared({ facts: () => Promise.resolve(facts) }, 'rack');
    assert.equal(exitCode, 5);
    assert.match(said, /Hosts local-scripted and rack-scripted differ in kernel \(6\.1, 6\.12\)\./);
  });

  it('are not compared where it is one host that was set in two ways', async () => {
    const { exitCode, said } = await compared(set('performance'), 'local', set('schedutil'));
    assert.equal(exitCode, 5);
    assert.match(said, /TUNING_DIFFERS: host local was set otherwise .*governor \(schedutil, performance\)/);
  });

  it('are compared where nothing differs', async () => {
    const { exitCode, said } = await compared(set('performance'), 'local', set('performance'));
    assert.doesNotMatch(said, /differ/);
    assert.notEqual(exitCode, 5);
  });
});
