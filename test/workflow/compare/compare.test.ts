// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { EXIT } from '../../../harness/core/errors.js';
import { sealedJson, unseal } from '../../../harness/core/seal.js';
import type { ComparisonDocument } from '../../../harness/gate/types.js';
import { benchHere } from '../../support/cli-here.js';
import { withMutableRun } from '../../support/mutable-run.js';
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
  it('believes no file with a value that is none', () =>
    inRun(async ({ plan }, dir) => {
      const first = plan.steps.find(({ system }) => system === 'microvm')?.n ?? 0;
      const file = `${dir}/boots/${first}.json`;
      const text = await readFile(file, 'utf8');
      for (const value of ['NaN', 'null', '1e999', '-1e999', '"8"']) {
        await writeFile(file, text.replace(/("boot\.guest": )[\d.]+/, `$1${value}`));
        const { exitCode, stdout, stderr } = await benchHere(['compare', ...SYSTEMS, '--run', dir, '--json']);
        assert.equal(exitCode, EXIT.couldNotMeasure, `${value}: ${stdout}${stderr}`);
      }
    }));
  it('compares no run with one that an older version measured under another definition of the clock', () =>
    withMutableRun('boot', async ({ folder, replanned }) => {
      const newer = `${folder.dir}-newer`;
      await cp(folder.dir, newer, { recursive: true });
      const text = await readFile(folder.path('plan.json'), 'utf8');
      const { digest: _old, ...plan } = JSON.parse(text) as object & { digest: string };
      const older = sealedJson({ ...plan, clockDefinition: 1 });
      const { exitCode, stdout } = await replanned(older, () =>
        benchHere(['compare', folder.dir, newer, '--json']),
      );
      assert.equal(exitCode, EXIT.notComparable, stdout);
      const { metrics } = JSON.parse(stdout) as ComparisonDocument;
      assert.ok(metrics.length > 0);
      for (const { reason } of metrics) assert.match(reason, /clock definition \(1, \d+\)/);
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
