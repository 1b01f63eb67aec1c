// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AblationDocument } from '../../harness/ablation/result.js';
import type { Plan } from '../../harness/plan/types.js';
import { lupineBench, onlyRun } from '../support/cli.js';
import { type Place, placeIn } from '../support/cold-run.js';
import { quickTarball } from '../support/quick-kernel.js';
import { inPlainTemp } from '../support/temp.js';

/** Two kernels that differ in the 19 options, from a source that is built in a moment. */
const COMMAND = ['ablate', '--from', 'lupine-hello', '--to', 'lupine-general', '--boots', '3'];
const METRICS = ['--metric', 'boot.guest,image.kernel'];

describe('an ablation', function () {
  this.timeout(900_000);

  /** The command in a place of its own. */
  const inPlace = (test: (place: Place, command: string[]) => Promise<void>): Promise<void> =>
    inPlainTemp(async (dir) => {
      const place = await placeIn(dir);
      const source = ['--kernel-source', await quickTarball(dir, 'lupine-general')];
      await test(place, [...COMMAND, ...METRICS, ...source, '--out', place.results]);
    });

  it('says on --dry-run which kernels it needs, and makes no run', () =>
    inPlace(async ({ results, env }, command) => {
      const { exitCode, stdout, stderr } = await lupineBench([...command, '--dry-run'], env);
      assert.equal(exitCode, 0, stderr);
      for (const name of ['lupine-hello', 'lupine-general', 'lupine-hello+networking'])
        assert.match(stdout, new RegExp(`^ {2}${name.replace('+', '\\+')} +build, about`, 'm'));
      assert.match(
        stdout,
        /^ablation: lupine-hello and lupine-general differ in \d+ options of 2 categories/,
      );
      assert.match(stdout, /^not asked for: --series remove.*13 to 20 minutes/m);
      assert.match(stdout, /^expected: .* of builds, .* of boots/m);
      assert.deepEqual(await readdir(results), []);
    }));
  it('plans one kernel less of the large one for each category, when asked to', () =>
    inPlace(async ({ env }, command) => {
      const args = [...command, '--series', 'both', '--category', 'services', '--dry-run', '--json'];
      const { stdout } = await lupineBench(args, env);
      const { plan } = JSON.parse(stdout) as { plan: Plan };
      assert.deepEqual(
        plan.derived?.map(({ name }) => name),
        ['lupine-hello+services', 'lupine-general-services'],
      );
    }));
  it('that is killed in the middle goes on, and loses at most what was in flight', () =>
    inPlace(async ({ results, env }, command) => {
      const child = lupineBench(command, env);
      let text = '';
      await new Promise<void>((resolve) => {
        child.stderr.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (/^ *6\/16 /m.test(text)) resolve();
        });
        void child.then(() => {
          resolve();
        });
      });
      child.kill('SIGKILL');
      const { stderr } = await child;
      const folder = await onlyRun(results);
      const records = async (): Promise<Map<string, string>> => {
        const names = (await readdir(join(folder, 'boots')))
          .filter((name) => /^\d+\.json$/.test(name))
          .sort();
        const read = names.map(
          async (name) => [name, await readFile(join(folder, 'boots', name), 'utf8')] as const,
        );
        return new Map(await Promise.all(read));
      };
      const before = await records();
      assert.ok(before.size >= 6 && before.size < 16, `${before.size} records: ${stderr}`);
      const resumed = await lupineBench(['resume', folder, '--json'], env);
      assert.equal(resumed.exitCode, 0, resumed.stderr);
      const after = await records();
      assert.equal(after.size, 16);
      for (const [name, record] of before) assert.equal(after.get(name), record, `${name} was made again`);
      const prices = JSON.parse(resumed.stdout) as AblationDocument;
      assert.deepEqual(
        prices.tables.map(({ measure, prices: rows }) => [measure.metric, rows.length]),
        [
          ['image.kernel', 2],
          ['boot.guest', 2],
        ],
      );
      const csv = await readFile(join(folder, 'ablation.csv'), 'utf8');
      const again = await lupineBench(['report', folder], env);
      assert.equal(again.exitCode, 0, again.stderr);
      assert.equal(await readFile(join(folder, 'ablation.csv'), 'utf8'), csv);
      const whole = await lupineBench([...command.slice(0, -1), join(results, '..', 'whole')], env);
      assert.equal(whole.exitCode, 0, whole.stderr);
      const other = await onlyRun(join(results, '..', 'whole'));
      assert.equal(await readFile(join(other, 'ablation.csv'), 'utf8'), csv, 'as without an interruption');
    }));
});
