// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { EXIT } from '../../../harness/core/errors.js';
import { unseal } from '../../../harness/core/seal.js';
import type { ComparisonDocument } from '../../../harness/gate/types.js';
import { benchHere } from '../../support/cli-here.js';
import { type ScriptedRun, withScriptedRun } from '../../support/scripted-run.js';

const SYSTEMS = ['microvm', 'lupine-hello'];
const inRun = (test: (run: ScriptedRun, dir: string) => Promise<void>, boots = 2) =>
  withScriptedRun({ boots }, async (run) => {
    await run.make();
    await test(run, run.folder.dir);
  });

describe('lupine-bench compare', function () {
  this.timeout(60_000);

  it('says of two systems of a run which metrics are worse, and keeps the document sealed', () =>
    inRun(async (_, dir) => {
      const { exitCode, stdout, stderr } = await benchHere(['compare', ...SYSTEMS, '--run', dir, '--json']);
      const { metrics, verdict, base, head } = JSON.parse(stdout) as ComparisonDocument;
      assert.equal(exitCode, verdict === 'regression' ? EXIT.regression : EXIT.ok, stderr);
      assert.deepEqual([base, head], SYSTEMS);
      assert.ok(metrics.length > 0 && metrics.every(({ rules }) => rules.length === 3));
      const stored = unseal(await readFile(`${dir}/comparison.json`, 'utf8'));
      assert.ok(typeof stored !== 'string' && stored.seal === 'whole');
    }));
  it('cannot measure by one boot of each', () =>
    inRun(async (_, dir) => {
      const { exitCode, stdout } = await benchHere(['compare', ...SYSTEMS, '--run', dir]);
      assert.equal(exitCode, EXIT.couldNotMeasure);
      assert.match(stdout, /The base has one boot, and only a second one\s+shows\s+that it repeats/);
    }, 1));
  it('takes no run twice, whatever its name', () =>
    inRun(async (_, dir) => {
      await cp(dir, `${dir}-copy`, { recursive: true });
      for (const other of [dir, `${dir}-copy`, `${dir}/.`]) {
        const { exitCode, stderr } = await benchHere(['compare', dir, other]);
        assert.equal(exitCode, EXIT.usage);
        assert.match(stderr, /SIDES_EQUAL|SIDE_CHOICE/);
      }
    }));
  it('refuses a system that the run has not, a metric that neither side has, and a margin that is none', () =>
    inRun(async (_, dir) => {
      const refused = async (code: string, ...args: string[]): Promise<void> => {
        const { exitCode, stderr } = await benchHere(['compare', ...args, '--run', dir]);
        assert.equal(exitCode, EXIT.usage, stderr);
        assert.match(stderr, new RegExp(`^error ${code}: .*\n  next: `, 'm'));
      };
      await refused('SIDE_NOT_IN_RUN', 'microvm', 'lupine-redis');
      await refused('METRIC_UNKNOWN', ...SYSTEMS, '--metric', 'boot.gest');
      await refused('MARGIN_WRONG', ...SYSTEMS, '--margin', 'much');
    }));
});
