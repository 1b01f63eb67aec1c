// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { EXIT } from '../../../harness/core/errors.js';
import { diskFull } from '../../../harness/core/files.js';
import type { Host } from '../../../harness/host/types.js';
import type { FleetOptions } from '../../../harness/run/options.js';
import { samplesCsv, samplesOf } from '../../../harness/run/samples.js';
import { summariseRun } from '../../../harness/summary/summary.js';
import { builtinSystems } from '../../support/builtin.js';
import { failsWith } from '../../support/errors.js';
import type { Script } from '../../support/scripted-host.js';
import { withScriptedRun } from '../../support/scripted-run.js';

import { APPS, NAMES, host, hostsBySeries, lost, on } from './scripted-fleet.js';

describe('a run on several hosts that goes on', () => {
  it('says of every host why it is out when none is left, and goes on with those that come back', () =>
    withScriptedRun(
      { clock: 'wall', apps: APPS, boots: 3, hosts: NAMES },
      async ({ plan, make, records }) => {
        const dying = NAMES.map((name) => host(name, (_request, n) => (n > 8 ? lost() : {})));
        await failsWith(
          make(on(dying)),
          'FLEET_LOST',
          EXIT.couldNotMeasure,
          /one: SSH_LOST.*\n.*two: SSH_LOST/,
        );
        const before = await records();
        assert.equal(before.size, 12);
        const back = host('two');
        await make(on([host('one', lost), back]));
        const made = await records();
        assert.equal(made.size, plan.steps.length);
        for (const [name, where] of hostsBySeries(made.values())) assert.equal(where.size, 1, name);
        for (const [n, record] of before) assert.deepEqual(made.get(n), record, 'what was finished stays');
        assert.equal(back.requests.length, 12);
      },
    ));

  it('goes on where it was interrupted, on the same hosts', () =>
    withScriptedRun(
      { clock: 'wall', apps: APPS, boots: 3, hosts: NAMES },
      async ({ plan, make, records, folder }) => {
        const stop = new AbortController();
        const count = { boots: 0 };
        const script: Script = () => {
          count.boots += 1;
          if (count.boots === 9) stop.abort();
          return {};
        };
        const first = make({ ...on(NAMES.map((name) => host(name, script))), signal: stop.signal });
        await assert.rejects(first, { name: 'AbortError' });
        const before = await records();
        assert.ok(before.size >= 7 && before.size <= 9, `${before.size}`);
        const later = NAMES.map((name) => host(name));
        await make(on(later));
        const made = await records();
        assert.equal(made.size, plan.steps.length);
        for (const [name, where] of hostsBySeries(made.values())) assert.equal(where.size, 1, name);
        for (const [n, record] of before) assert.deepEqual(made.get(n), record);
        const boots = later.reduce((sum, { requests }) => sum + requests.length, 0);
        assert.equal(boots, plan.steps.length - before.size);
        assert.ok((await readdir(folder.path('boots'))).every((name) => name.endsWith('.json')));
      },
    ));

  it('takes a host out that is not quiet, unless it is the last one', () =>
    withScriptedRun(
      { clock: 'wall', apps: APPS, boots: 2, hosts: NAMES },
      async ({ plan, make, records }) => {
        const noisy: FleetOptions['noisy'] = ([one]) =>
          one?.host === 'one-scripted' ? 'it jumps' : undefined;
        await make(on(NAMES.map((name) => host(name)), { noisy })); // prettier-ignore
        const made = [...(await records()).values()];
        assert.equal(made.length, plan.steps.length);
        for (const { host: where } of made) assert.equal(where, 'two-scripted');
      },
    ));

  it('stops at once for what concerns every host', () =>
    withScriptedRun({ boots: 8, hosts: NAMES }, async ({ make, records }) => {
      const full = diskFull('/somewhere', 'no space left');
      const script: Script = (_request, n) => {
        if (n === 3) throw full;
        return {};
      };
      await failsWith(make(on([host('one', script), host('two')])), 'DISK_FULL', EXIT.couldNotMeasure);
      assert.ok((await records()).size < 16);
    }));

  it('gives under the deterministic clock the samples of a run on one host, byte by byte', async () => {
    const csvOf = async (hosts: readonly Host[]): Promise<string> => {
      let csv = '';
      const planned = { apps: APPS, boots: 2, hosts: hosts.map(({ name }) => name) };
      await withScriptedRun(planned, async ({ plan, make, records }) => {
        await make(hosts.length === 1 ? { host: hosts[0] ?? host('one') } : on(hosts));
        csv = samplesCsv(samplesOf(plan, [...(await records()).values()], 'qemu 1.0'));
      });
      return csv;
    };
    assert.equal(await csvOf(NAMES.map((name) => host(name))), await csvOf([host('alone')]));
  });

  it('keeps the values of hosts apart: no cell has those of two', () =>
    withScriptedRun({ clock: 'wall', apps: APPS, boots: 3, hosts: NAMES }, async ({ folder, make }) => {
      const stop = new AbortController();
      const cut: Script = (_request, n) => {
        if (n === 8) stop.abort();
        return {};
      };
      await make({ ...on([host('one', cut), host('two')]), signal: stop.signal }).catch(() => undefined);
      const catalogue = await builtinSystems();
      for (const complete of [false, true]) {
        if (complete) await make(on(NAMES.map((name) => host(name))));
        const summary = await summariseRun(folder, catalogue);
        assert.equal(summary.complete, complete);
        const names = summary.cells.map(({ app, system, metric }) => `${app} ${system} ${metric}`);
        assert.equal(new Set(names).size, names.length, 'one cell for each name');
      }
    }));
});
