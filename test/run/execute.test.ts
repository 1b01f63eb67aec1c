// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { attemptError, measureError } from '../../harness/core/errors.js';
import { readProvenance } from '../../harness/run/provenance.js';
import type { StepRecord } from '../../harness/run/record.js';
import { ended, scriptedHost } from '../support/scripted-host.js';
import { scriptedImages } from '../support/scripted-images.js';
import { withScriptedRun } from '../support/scripted-run.js';

/** System of each boot in the order in which they began. */
const systemsOf = (requests: readonly { cmdline: string }[]): string[] =>
  requests.map(({ cmdline }) => /system=(\S+)/.exec(cmdline)?.[1] ?? '');

describe('a run', () => {
  it('makes every boot of its plan and records what it gave', () =>
    withScriptedRun({ boots: 3 }, async ({ plan, folder, make, records }) => {
      const host = scriptedHost((_request, n) => ({ hostMs: n }));
      const told: [number, number][] = [];
      const onRecord = (_record: StepRecord, done: number, total: number): void => {
        told.push([done, total]);
      };
      await make({ host, onRecord });
      const made = await records();
      assert.deepEqual([...made.keys()], [1, 2, 3, 4, 5, 6]);
      for (const [n, { step, values, failure, host: where, clock }] of made) {
        assert.deepEqual(step, plan.steps[n - 1]);
        assert.deepEqual([values, failure], [{ 'boot.guest': 40, 'boot.ready': 60 }, undefined]);
        assert.deepEqual([where, clock], ['local-scripted', 'deterministic']);
        assert.equal(await readFile(folder.consolePath(step), 'utf8'), 'console');
      }
      assert.equal(host.requests.length, 6);
      assert.deepEqual(
        told,
        [1, 2, 3, 4, 5, 6].map((done) => [done, 6]),
      );
    }));

  it('records a boot that fails, and goes on with the others', () =>
    withScriptedRun({}, async ({ make, records }) => {
      const host = scriptedHost((_request, n) => (n === 2 ? ended('panic', 'BOOT_PANIC') : {}));
      await make({ host });
      const failures = [...(await records()).values()].map(({ failure }) => failure?.code);
      assert.deepEqual(failures.sort(), ['BOOT_PANIC', undefined, undefined, undefined]);
      // A failure is a result: it is not made again.
      await make({ host });
      assert.equal(host.requests.length, 4);
    }));

  it('says where the console of a failed boot is', () =>
    withScriptedRun({ boots: 1, systems: ['microvm'] }, async ({ make, records }) => {
      await make({ host: scriptedHost(() => ended('panic', 'BOOT_PANIC')) });
      const message = (await records()).get(1)?.failure?.message;
      assert.equal(message, 'it ended in BOOT_PANIC. (console: console/1.log)');
    }));

  it('shows a cell whose image cannot be made, keeps no record of it, and measures the others', () =>
    withScriptedRun({}, async ({ make, records }) => {
      const before = (system: string): void => {
        if (system === 'microvm') throw measureError('KERNEL_BUILD_FAILED', 'no.', 'Look at the log.');
      };
      const shown: (string | undefined)[] = [];
      await make({
        images: scriptedImages({ before }),
        onRecord: ({ step, failure }) => shown.push(`${step.system} ${failure?.code ?? 'ok'}`),
      });
      assert.deepEqual(shown.sort(), [
        ...['lupine-hello ok', 'lupine-hello ok'],
        ...['microvm KERNEL_BUILD_FAILED', 'microvm KERNEL_BUILD_FAILED'],
      ]);
      assert.equal((await records()).size, 2);
      await make();
      assert.equal((await records()).size, 4);
    }));

  it('makes as many boots at once under the deterministic clock as the host has slots', async () => {
    for (const slots of [1, 3]) {
      await withScriptedRun({ boots: 4 }, async ({ make }) => {
        // A cell's boots follow each other.
        const host = scriptedHost(() => ({}), { slots });
        await make({ host });
        assert.equal(host.mostAtOnce(), Math.min(slots, 2));
      });
    }
  });

  it('makes one boot at a time under the wall clock, in rounds that alternate their direction', () =>
    withScriptedRun({ clock: 'wall', boots: 3 }, async ({ folder, make, records }) => {
      const host = scriptedHost(() => ({}), { slots: 4 });
      await make({ host });
      assert.equal(host.mostAtOnce(), 1);
      const [a, b] = ['microvm', 'lupine-hello'];
      assert.deepEqual(systemsOf(host.requests), [a, b, b, a, a, b]);
      assert.deepEqual((await records()).get(1)?.values, {
        'boot.guest': 40,
        'boot.ready': 60,
        'boot.vmm': 85,
      });
      assert.deepEqual((await readProvenance(folder))?.pins, { monitor: [1, 2] });
      for (const { cpus } of host.requests) assert.deepEqual(cpus, [1, 2]);
    }));

  it('stays on the CPUs that it began with', () =>
    withScriptedRun({ clock: 'wall', boots: 1 }, async ({ folder, make }) => {
      const full = scriptedHost(() => {
        throw attemptError('X', 'no.', 'Resume.');
      });
      await make({ cpus: [3], host: full });
      await make({ cpus: [0], host: full });
      for (const { cpus } of full.requests) assert.deepEqual(cpus, [3]);
      assert.deepEqual((await readProvenance(folder))?.pins?.monitor, [3]);
    }));

  it('ends a search where even the most memory is too little', () =>
    withScriptedRun({ scenario: 'memory-floor', systems: ['microvm'] }, async ({ make, records }) => {
      await make({ host: scriptedHost(() => ended('panic', 'BOOT_PANIC')) });
      assert.equal((await records()).get(1)?.failure?.code, 'FLOOR_ABOVE_CEILING');
    }));
});
