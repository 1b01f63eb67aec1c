// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { EXIT } from '../../harness/core/errors.js';
import type { PlanStep } from '../../harness/plan/types.js';
import { RunFolder, createRun, latestRun } from '../../harness/run/folder.js';
import type { StepRecord } from '../../harness/run/record.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';
import { planOf } from '../support/plan-of.js';

const step: PlanStep = { n: 1, kind: 'boot', scenario: 'boot', system: 'microvm', app: 'hello', boot: 1 };
const plan = planOf(step);
const record: StepRecord = {
  format: 1,
  step,
  clock: 'deterministic',
  host: 'local',
  images: { artifacts: { kernel: 'a'.repeat(64), initrd: 'b'.repeat(64) }, cmdline: 'quiet' },
  values: { 'boot.guest': 5 },
};
const now = new Date('2026-01-02T03:04:05Z');

const inRun = (test: (folder: RunFolder, dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp(async (dir) => test(await createRun(dir, plan, now), dir));

describe('run folder', () => {
  it(
    'gives two runs of the same second different names',
    inRun(async (folder, dir) => {
      const other = await createRun(dir, plan, now);
      assert.deepEqual([folder.id, other.id], ['20260102-030405-boot', '20260102-030405-boot-2']);
      assert.equal((await latestRun(dir))?.id, other.id);
    }),
  );
  it(
    'gives back a record as it was written',
    inRun(async (folder) => {
      assert.equal(await folder.record(step), undefined);
      await folder.writeRecord(record);
      assert.deepEqual((await folder.record(step))?.values, record.values);
    }),
  );
  it(
    'sets a truncated boot file aside, names it, and has the boot made again',
    inRun(async (folder) => {
      await folder.writeRecord(record);
      await truncate(folder.path('boots', '1.json'), 40);
      assert.equal(await folder.record(step), undefined);
      assert.deepEqual(await readdir(folder.path('boots')), ['1.json.damaged']);
      assert.match(folder.damage[0] ?? '', /1\.json was damaged \(it is not complete JSON\)/);
    }),
  );
  it(
    'notices a changed digit',
    inRun(async (folder) => {
      await folder.writeRecord(record);
      const path = folder.path('boots', '1.json');
      await writeFile(path, (await readFile(path, 'utf8')).replace('"boot.guest": 5', '"boot.guest": 4'));
      assert.equal(await folder.record(step), undefined);
      assert.match(folder.damage[0] ?? '', /digest does not fit/);
    }),
  );
  it(
    'is written by one process at a time',
    inRun(async (folder) => {
      const lock = await folder.lock();
      await failsWith(new RunFolder(folder.dir).lock(), 'RUN_BUSY', EXIT.usage);
      await lock.release();
    }),
  );
  it('is named when it is not one', () =>
    inTemp((dir) => failsWith(new RunFolder(dir).plan(), 'RUN_MISSING', EXIT.usage, /plan\.json/)));
  it(
    'is named when its plan is damaged',
    inRun(async (folder) => {
      await truncate(folder.path('plan.json'), 10);
      await failsWith(folder.plan(), 'RUN_DAMAGED', EXIT.usage, /plan\.json/);
    }),
  );
});
