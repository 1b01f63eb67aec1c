// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError, EXIT } from '../../harness/core/errors.js';
import type { Host } from '../../harness/host/types.js';
import { clockCaption, clockMeaning } from '../../harness/report/format/clock.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { builtinSystems } from '../support/builtin.js';
import { scriptedHost } from '../support/scripted-host.js';
import { type ScriptedRun, withScriptedRun } from '../support/scripted-run.js';

const counted = {
  ...{ by: 'qemu 7', monitor: 'qemu 8' },
  ...{ kernelSha256: 'a'.repeat(64), rootSha256: 'b'.repeat(64) },
};

/** A host that is counted as a whole, of this identity. */
function hostOf(identity: string): Host {
  const host = scriptedHost(() => ({ vmmNs: 100 }));
  return {
    ...host,
    ...{ name: 'deterministic-kvm', counts: 'kvm-host' },
    identity: () => Promise.resolve(identity),
    facts: async () => ({ ...(await host.facts()), emulated: true, counted }),
  };
}

const withCounted = (test: (run: ScriptedRun) => Promise<void>): Promise<void> =>
  withScriptedRun({ scenario: 'boot-kvm', counted: 'kvm-host', systems: ['lupine-hello'] }, test);

describe('a run on a host that is counted', () => {
  it('has its own metric alone, and the host in every row and in the report', () =>
    withCounted(async ({ make, records, folder }) => {
      await make({ host: hostOf('deterministic-kvm-1') });
      for (const { values, host } of (await records()).values())
        assert.deepEqual([values, host], [{ 'boot.kvm': 100 }, 'deterministic-kvm-1']);
      const summary = await summariseRun(folder, await builtinSystems());
      const rows = summary.samples.map(({ metric, unit, host }) => `${metric} ${unit} ${host}`);
      assert.deepEqual(rows, Array(2).fill('boot.kvm vns deterministic-kvm-1'));
      assert.deepEqual([summary.counted, summary.cells[0]?.host], ['kvm-host', 'deterministic-kvm-1']);
      const line = summary.provenance.find(({ label }) => label === 'counted KVM host');
      assert.match(line?.value ?? '', /counted by qemu 7; qemu 8 on it, kernel a{64}, root b{64}/);
      assert.match(clockMeaning(summary), /VMM, host kernel and guest together/);
      assert.match(clockCaption(summary, summary.host, ['vns']), /VMM, host kernel and guest/);
    }));

  it('is not continued on another one, though no other value of that clock depends on the host', () =>
    withCounted(async ({ make }) => {
      await make({ host: hostOf('deterministic-kvm-1') });
      await assert.rejects(make({ host: hostOf('deterministic-kvm-2') }), (error: unknown) => {
        assert.ok(error instanceof BenchError);
        assert.deepEqual([error.code, error.exit], ['RESUME_CHANGED', EXIT.notComparable]);
        assert.match(error.message, /host\.identity: deterministic-kvm-1 is now deterministic-kvm-2/);
        return true;
      });
    }));
});
