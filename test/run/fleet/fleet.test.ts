// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type BenchError, attemptError, measureError } from '../../../harness/core/errors.js';
import type { Host } from '../../../harness/host/types.js';
import { readProvenance } from '../../../harness/run/provenance.js';
import { ended } from '../../support/scripted-host.js';
import { withScriptedRun } from '../../support/scripted-run.js';

import { APPS, NAMES, host, hostsBySeries, lost, on } from './scripted-fleet.js';

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
        for (const one of hosts) {
          assert.ok(one.requests.length > 0);
          assert.equal(one.mostAtOnce(), 1);
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
});
