// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchError, EXIT, attemptError, measureError } from '../../../harness/core/errors.js';
import { diskFull } from '../../../harness/core/files.js';
import type { Host } from '../../../harness/host/types.js';
import type { FleetOptions } from '../../../harness/run/fleet/run.js';
import { readProvenance } from '../../../harness/run/provenance.js';
import { samplesCsv, samplesOf } from '../../../harness/run/samples.js';
import { summariseRun } from '../../../harness/summary/summary.js';
import { builtinSystems } from '../../support/builtin.js';
import type { StepRecord } from '../../../harness/run/record.js';
import type { RunOptions } from '../../../harness/run/run.js';
import { failsWith } from '../../support/errors.js';
import {
  type Script,
  type ScriptedHost,
  type ScriptedParts,
  ended,
  scriptedHost,
} from '../../support/scripted-host.js';
import { withScriptedRun } from '../../support/scripted-run.js';

const NAMES = ['one', 'two'];
const APPS = ['hello', 'redis', 'nginx', 'memcached'];

/** A host of a test. */
const host = (name: string, script?: Script, parts: ScriptedParts = {}): ScriptedHost =>
  scriptedHost(script, { name, slots: 1, ...parts });

/** Options of a run on several hosts. */
function on(hosts: readonly Host[], more: Partial<FleetOptions> = {}): Partial<RunOptions> {
  const [first] = hosts;
  return first === undefined ? {} : { host: first, fleet: { hosts, ...more } };
}

/** Hosts of the records of each series. */
function hostsBySeries(records: Iterable<StepRecord>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { step, host: where } of records) {
    const name = `${step.scenario}/${step.app}`;
    found.set(name, (found.get(name) ?? new Set()).add(where));
  }
  return found;
}

const lost = (): never => {
  throw attemptError('SSH_LOST', 'the connection to host one was lost.', 'Look at it.');
};

describe('a run on several hosts', () => {
  it('makes every step once, on all of them', () =>
    withScriptedRun({ boots: 10, hosts: NAMES }, async ({ plan, make, records, folder }) => {
      const hosts = NAMES.map((name) => host(name));
      const told: number[] = [];
      await make({ ...on(hosts), onRecord: (_record, done) => void told.push(done) });
      const made = await records();
      assert.equal(made.size, plan.steps.length);
      assert.deepEqual(told, plan.steps.map((_, index) => index + 1)); // prettier-ignore
      const shares = hosts.map(({ requests }) => requests.length);
      assert.ok(Math.min(...shares) > 0, `each made some: ${shares.join(' ')}`);
      assert.equal(
        shares.reduce((sum, one) => sum + one),
        plan.steps.length,
      );
      const provenance = await readProvenance(folder);
      assert.deepEqual([provenance?.host.name, ...(provenance?.others ?? []).map((one) => one.host.name)].sort(), NAMES); // prettier-ignore
    }));

  it('never splits what is compared under the wall clock', () =>
    withScriptedRun(
      { clock: 'wall', apps: APPS, boots: 3, hosts: NAMES },
      async ({ plan, make, records }) => {
        const hosts = NAMES.map((name) => host(name));
        await make(on(hosts));
        const made = await records();
        assert.equal(made.size, plan.steps.length);
        for (const [name, where] of hostsBySeries(made.values())) assert.equal(where.size, 1, name);
        for (const { requests, mostAtOnce } of hosts) {
          assert.ok(requests.length > 0);
          assert.equal(mostAtOnce(), 1);
        }
      },
    ));

  it('uses no more hosts at the same time than it may, and others when one is lost', () =>
    withScriptedRun({ boots: 6, hosts: ['one', 'two', 'three'] }, async ({ plan, make, records }) => {
      const hosts = [host('one', (_request, n) => (n > 2 ? lost() : {})), host('two'), host('three')];
      await make(on(hosts, { maxParallel: 1 }));
      assert.equal((await records()).size, plan.steps.length);
      assert.deepEqual(hosts.map(({ requests }) => requests.length), [3, 10, 0]); // prettier-ignore
    }));

  it('takes a host out that is lost, and measures what it had begun anew on another one', () =>
    withScriptedRun(
      { clock: 'wall', apps: APPS, boots: 3, hosts: NAMES },
      async ({ plan, make, records, folder }) => {
        const out: string[] = [];
        const onOut = ({ name }: Host, { code }: BenchError): Promise<void> => {
          out.push(`${name} ${code}`);
          return Promise.resolve();
        };
        // Lost in the middle of its second series.
        const hosts = [host('one', (_request, n) => (n > 8 ? lost() : {})), host('two')];
        await make(on(hosts, { onOut }));
        assert.deepEqual(out, ['one SSH_LOST']);
        const made = await records();
        assert.equal(made.size, plan.steps.length);
        for (const [name, where] of hostsBySeries(made.values())) assert.equal(where.size, 1, name);
        assert.equal([...made.values()].filter((one) => one.host === 'one-scripted').length, 6);
        const apart = (await readdir(folder.path('boots'))).filter((name) => name.endsWith('.elsewhere'));
        assert.equal(apart.length, 2);
      },
    ));

  for (const [what, error] of Object.entries({
    'whose disk is full': measureError('HOST_DISK_FULL', 'the disk of host one is full.', 'Free some.'),
    'that somebody else has taken': attemptError('LEASE_LOST', 'the lease was lost.', 'Resume.'),
    'that ends boots again and again': attemptError('KEEPER_DIED', 'the keeper died.', 'Look.'),
  }))
    it(`goes on without a host ${what}`, () =>
      withScriptedRun(
        { clock: 'wall', apps: APPS, boots: 2, hosts: NAMES },
        async ({ plan, make, records }) => {
          const bad = host('one', () => {
            throw error;
          });
          await make(on([bad, host('two')]));
          const made = [...(await records()).values()];
          assert.equal(made.length, plan.steps.length);
          for (const { host: where, failure } of made)
            assert.deepEqual([where, failure], ['two-scripted', undefined]);
          assert.ok(bad.requests.length <= 3);
        },
      ));

  it('goes on without a host whose KVM lies', () =>
    withScriptedRun({ clock: 'wall', apps: APPS, boots: 2, hosts: NAMES }, async ({ make, records }) => {
      await make(on([host('one', () => ended('vmm-failed', 'KVM_FAILED')), host('two')]));
      const made = [...(await records()).values()];
      assert.equal(made.length, 16);
      for (const { host: where } of made) assert.equal(where, 'two-scripted');
    }));

  it('goes on without a host that cannot be asked, is another one, has no KVM, or is measured by others', () =>
    withScriptedRun(
      { clock: 'wall', apps: APPS, boots: 1, hosts: ['one', 'two', 'three', 'four', 'five'] },
      async ({ make, records }) => {
        const notes: string[] = [];
        const held = attemptError('LEASE_HELD', 'somebody measures there.', 'Wait.');
        const hosts = [
          host('one', undefined, { replace: { identity: () => Promise.reject(attemptError('SSH_UNREACHED', 'no.', 'x')) } }),
          host('two', undefined, { replace: { identity: () => Promise.resolve('two-other') } }),
          host('three', undefined, { kvm: { kvm: false, kvmReason: 'there is none.' } }),
          host('four', undefined, { replace: { alone: () => Promise.reject(held) } }),
          host('five'),
        ]; // prettier-ignore
        const note = (text: string): void => void notes.push(text);
        const progress = { step: note, ratio: () => undefined, note, end: () => undefined };
        await make({ ...on(hosts), progress });
        assert.equal((await records()).size, 8);
        const out = notes.flatMap(
          (text) => /host (\w+) is taken out: (\w+)/.exec(text)?.slice(1).join(' ') ?? [],
        );
        assert.deepEqual(out.sort(), [
          'four LEASE_HELD',
          'one SSH_UNREACHED',
          'three KVM_UNUSABLE',
          'two HOST_CHANGED',
        ]);
      },
    ));

  it('takes out a host with another monitor than the run began with', () =>
    withScriptedRun({ boots: 3, hosts: NAMES }, async ({ make, records }) => {
      const slow = host('two', undefined, { version: '2.0' });
      await make(on([host('one'), slow], { maxParallel: 1 }));
      assert.equal((await records()).size, 6);
      assert.equal(slow.requests.length, 0);
    }));

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

  it('is nearly twice as fast on two hosts as on one, where boots wait', async () => {
    const asleep: Script = async () => {
      await sleep(150);
      return {};
    };
    const secondsOn = async (names: readonly string[]): Promise<number> => {
      let ms = 0;
      await withScriptedRun({ boots: 20, hosts: names }, async ({ plan, make }) => {
        assert.equal(plan.steps.length, 40);
        const began = performance.now();
        await make(on(names.map((name) => host(name, asleep))));
        ms = performance.now() - began;
      });
      return ms;
    };
    const [one, two] = [await secondsOn(['one']), await secondsOn(NAMES)];
    process.stdout.write(`${(one / two).toFixed(2)} x\n`);
    assert.ok(one / two >= 1.8, `${one} ms on one host, ${two} ms on two`);
  });
});
