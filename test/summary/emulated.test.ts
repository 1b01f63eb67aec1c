// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Sample } from '../../harness/metric/types.js';
import { readProvenance } from '../../harness/run/provenance.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { withoutEmulated } from '../../harness/summary/emulated.js';
import { builtinSystems } from '../support/builtin.js';
import { benchHere } from '../support/cli-here.js';
import { scriptedHost } from '../support/scripted-host.js';
import { type ScriptedRun, withScriptedRun } from '../support/scripted-run.js';

/** Found by the speed of its guests alone: nothing else says that it is emulated. */
const KVM = { kvm: true, kvmReason: 'it is slow.', emulated: true };

async function inEmulatedRun(
  clock: 'wall' | 'deterministic',
  test: (run: ScriptedRun) => Promise<void>,
): Promise<void> {
  await withScriptedRun({ clock }, async (run) => {
    await run.make({ host: scriptedHost(() => ({ vmmNs: 5 }), { kvm: KVM }) });
    await test(run);
  });
}

const valuesOf = ({ cells }: RunSummary): number => cells.flatMap(({ values }) => values).length;

describe('times of an emulated host', () => {
  it('are known by every record and by the provenance', () =>
    inEmulatedRun('wall', async ({ records, folder }) => {
      const marks = [...(await records()).values()].map(({ emulated }) => emulated);
      assert.deepEqual(marks, [true, true, true, true]);
      assert.equal((await readProvenance(folder))?.host.emulated, true);
    }));

  it('are left out of a summary and its samples, which say so', () =>
    inEmulatedRun('wall', async ({ folder }) => {
      const summary = await summariseRun(folder, await builtinSystems());
      assert.deepEqual([valuesOf(summary), summary.samples], [0, []]);
      const codes = summary.cells.flatMap(({ failures }) => failures.map(({ code }) => code));
      assert.deepEqual([...new Set(codes)], ['HOST_EMULATED']);
      assert.equal(codes.length, 2 * summary.cells.length);
      assert.ok(summary.notes.some((note) => /emulated, .* left out; --allow-emulated/.test(note)));
    }));

  it('are shown to who allows it, with a warning beside each', () =>
    inEmulatedRun('wall', async ({ folder }) => {
      const summary = await summariseRun(folder, await builtinSystems(), { emulated: 'allowed' });
      assert.equal(valuesOf(summary), 2 * summary.cells.length);
      assert.ok(summary.cells.every(({ emulated }) => emulated === true));
      assert.match(summary.scenarios[0]?.note ?? '', /^Not a measurement: .*local-scripted is emulated/);
      assert.ok(summary.notes.some((note) => note.includes('--allow-emulated was given')));
    }));

  it('are counted instructions under the deterministic clock, which mean what they always do', () =>
    inEmulatedRun('deterministic', async ({ records, folder }) => {
      const marks = [...(await records()).values()].map(({ emulated }) => emulated);
      assert.deepEqual([...new Set(marks)], [undefined]);
      const { samples, notes } = await summariseRun(folder, await builtinSystems());
      assert.ok(samples.length > 0 && notes.every((note) => !note.includes('emulated')));
    }));

  it('cost no size and no count, and nothing of another host', () => {
    const about = { scenario: 's', system: 'x', app: 'a', metric: 'm', boot: 1, monitor: '' } as const;
    const sample = (unit: Sample['unit'], host: string): Sample => ({
      ...{ ...about, unit, host, direction: 'lower', clock: 'wall', value: 1 },
    });
    const [size, time, other] = [sample('bytes', 'a'), sample('ns', 'a'), sample('ns', 'b')];
    const { samples, refused } = withoutEmulated([size, time, other], ['a']);
    assert.deepEqual(samples, [size, other]);
    assert.deepEqual(
      refused.map(({ code, host }) => [code, host]),
      [['HOST_EMULATED', 'a']],
    );
  });

  it('are no result of a command, unless it is told to', () =>
    inEmulatedRun('wall', async ({ folder }) => {
      const read = (name: string): Promise<string> => readFile(folder.path(name), 'utf8');
      const refused = await benchHere(['report', folder.dir]);
      assert.equal(refused.exitCode, 3);
      assert.match(refused.stdout, /could not measure: HOST_EMULATED/);
      assert.match(await read('report/index.html'), /HOST_EMULATED/);
      assert.equal((await read('samples.csv')).trim().split('\n').length, 1);
      const sides = ['microvm', 'lupine-hello', '--run', folder.dir];
      const compared = await benchHere(['compare', ...sides]);
      assert.equal(compared.exitCode, 3);
      assert.match(compared.stdout, /could not measure/);
      const judged = await benchHere(['reproduce', '--run', folder.dir, '--claim', 'boot-time', '--json']);
      assert.match(judged.stdout, /HOST_EMULATED/);
      const allowed = await benchHere(['report', folder.dir, '--allow-emulated']);
      assert.equal(allowed.exitCode, 0, allowed.stderr);
      assert.match(allowed.stdout, /Not a measurement: the processor of host local-scripted/);
      assert.match(await read('summary.md'), /Not a measurement/);
      const all = await benchHere(['compare', ...sides, '--allow-emulated']);
      assert.match(all.stdout.replaceAll(/\s+/g, ' '), /shown because --allow-emulated was given/);
      assert.doesNotMatch(all.stdout, /HOST_EMULATED/);
    })).timeout(120_000);
});
