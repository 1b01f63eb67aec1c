// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { silent } from '../../harness/core/progress.js';
import type { PlanStep } from '../../harness/plan/types.js';
import { RunFolder, createRun } from '../../harness/run/folder.js';
import { latestRun } from '../../harness/run/latest.js';
import type { StepRecord } from '../../harness/run/record.js';
import { findRun } from '../../harness/workflow/find-run.js';
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
      assert.equal((await latestRun(dir)).newest?.id, other.id);
    }),
  );
  it(
    'is not overlooked for what only has a newer name: it is named',
    inRun(async (folder, dir) => {
      await mkdir(join(dir, '29990101-000000-boot'));
      await mkdir(join(dir, '29990102-000000-boot'));
      await writeFile(join(dir, '29990102-000000-boot', 'plan.json'), '{');
      await writeFile(join(dir, '29990103-000000-boot'), '');
      await symlink('/nowhere', join(dir, '29990104-000000-boot'));
      const { newest, skipped } = await latestRun(dir);
      assert.equal(newest?.id, folder.id);
      assert.deepEqual(
        skipped.map(({ folder: { id }, error }) => `${id.slice(0, 8)} ${error.code}`),
        ['29990104 RUN_MISSING', '29990103 FILE_ERROR', '29990102 RUN_DAMAGED', '29990101 RUN_MISSING'],
      );
      const notes: string[] = [];
      const progress = { ...silent, note: (text: string) => void notes.push(text) };
      assert.equal((await findRun(undefined, dir, { progress })).id, folder.id);
      assert.equal(notes.length, 4);
      assert.match(notes[2] ?? '', /^warning: passed over .*29990102.*: RUN_DAMAGED: /);
      await rm(folder.dir, { recursive: true });
      await failsWith(findRun(undefined, dir, { progress }), 'RUN_MISSING', EXIT.usage, /29990104/);
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
