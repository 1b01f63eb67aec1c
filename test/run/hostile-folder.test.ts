// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, open, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { $ } from 'zx';
import { EXIT } from '../../harness/core/errors.js';
import { sealedJson } from '../../harness/core/seal.js';
import { RunFolder } from '../../harness/run/folder.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { writeDerived } from '../../harness/workflow/derive.js';
import { builtinSystems } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { type ScriptedRun, withScriptedRun } from '../support/scripted-run.js';

/** A finished run as somebody else sends it, and a folder of the user beside it that nothing may touch. */
const sent = (test: (run: ScriptedRun, other: string) => Promise<void>) => (): Promise<void> =>
  withScriptedRun({}, async (run) => {
    await run.make();
    const other = join(dirname(run.folder.dir), 'of-the-user');
    await mkdir(join(other, 'folder'), { recursive: true });
    await writeFile(join(other, 'file'), 'untouched');
    await writeFile(join(other, 'folder', 'file'), 'untouched');
    await test(run, other);
    assert.deepEqual((await readdir(other, { recursive: true })).sort(), ['file', 'folder', 'folder/file']);
    for (const file of ['file', 'folder/file'])
      assert.equal(await readFile(join(other, file), 'utf8'), 'untouched');
  });

const report = async ({ folder }: ScriptedRun): Promise<unknown> =>
  await writeDerived(new RunFolder(folder.dir), await builtinSystems());

describe('a run folder of somebody else', function () {
  this.timeout(60_000);

  for (const name of ['summary.md', 'run.json', 'samples.csv']) {
    it(
      `in which ${name} is a link: the file behind it is not written`,
      sent(async (run, other) => {
        for (const target of ['file', 'new']) {
          await rm(run.folder.path(name), { force: true });
          await symlink(join(other, target), run.folder.path(name));
          await failsWith(report(run), 'PATH_LINKED', EXIT.usage, new RegExp(`${name} is a link`));
        }
      }),
    );
  }
  it(
    'in which names of temporary files are links: none of them is used',
    sent(async (run, other) => {
      for (const name of ['summary.md.tmp', 'run.json.tmp', '.tmp'])
        await symlink(join(other, 'file'), run.folder.path(name));
      await report(run);
    }),
  );
  it(
    'in which the folder of the report is a link: what it leads to is neither emptied nor filled',
    sent(async (run, other) => {
      await symlink(join(other, 'folder'), run.folder.path('report'));
      await failsWith(report(run), 'PATH_LINKED', EXIT.usage, /report is a link/);
    }),
  );
  it(
    'in whose report there are links: they go, what they lead to stays',
    sent(async (run, other) => {
      await mkdir(run.folder.path('report', 'charts'), { recursive: true });
      await symlink(join(other, 'folder'), run.folder.path('report', 'charts', 'folder'));
      await symlink(join(other, 'file'), run.folder.path('report', 'index.html'));
      await report(run);
      assert.ok((await readdir(run.folder.path('report'))).includes('index.html'));
    }),
  );
  for (const name of ['boots', 'console']) {
    it(
      `in which ${name} is a link: nothing is read or written behind it`,
      sent(async (run, other) => {
        await rm(run.folder.path('boots', '1.json'));
        await rename(run.folder.path(name), join(dirname(other), name));
        await symlink(join(other, 'folder'), run.folder.path(name));
        await failsWith(run.make(), 'PATH_LINKED', EXIT.usage, new RegExp(`${name} is a link`));
      }),
    );
  }
  it(
    'in which the lock is a link or a pipe: it is not followed, and not waited for',
    sent(async (run, other) => {
      await rm(run.folder.path('.lock'));
      await symlink(join(other, 'new'), run.folder.path('.lock'));
      await failsWith(run.make(), 'PATH_LINKED', EXIT.usage, /\.lock is a link/);
      await rm(run.folder.path('.lock'));
      await $`mkfifo ${run.folder.path('.lock')}`;
      await failsWith(run.make(), 'FILE_KIND', EXIT.usage, /\.lock is a pipe/);
    }),
  );
  for (const name of ['plan.json', 'provenance.json', 'claims.json', 'boots/1.json']) {
    it(
      `in which ${name} is a pipe, a folder, a link or endless: it is refused at once`,
      sent(async (run, other) => {
        const path = run.folder.path(name);
        await rm(path, { force: true });
        await $`mkfifo ${path}`;
        await failsWith(report(run), 'FILE_KIND', EXIT.usage, /is a pipe/);
        await rm(path);
        await mkdir(path);
        await failsWith(report(run), 'FILE_KIND', EXIT.usage, /is a folder/);
        await rm(path, { recursive: true });
        await symlink(join(other, 'file'), path);
        await failsWith(report(run), 'FILE_KIND', EXIT.usage, /is a link/);
        await rm(path);
        const file = await open(path, 'w');
        await file.truncate(10 * 2 ** 30);
        await file.close();
        await failsWith(report(run), 'FILE_TOO_LARGE', EXIT.usage, new RegExp(`${name} has more than`));
      }),
    );
  }
  it(
    'whose steps have paths for numbers: no file elsewhere is renamed',
    sent(async (run, other) => {
      await writeFile(join(other, 'file.json'), '{');
      for (const n of ['../../of-the-user/file', 1.5, -1, 0, 2 ** 53, null, [1], '1', true]) {
        const plan = await run.folder.plan();
        const steps = plan.steps.map((step, index) => (index === 0 ? { ...step, n } : step));
        await writeFile(run.folder.path('plan.json'), sealedJson({ ...plan, steps }));
        await failsWith(
          report(run),
          'RUN_DAMAGED',
          EXIT.usage,
          /plan\.json cannot be used: "steps\.0\.n" is/,
        );
      }
      await rm(join(other, 'file.json'));
    }),
  );
  it(
    'with a record of another run, or of another step, has them made again',
    sent(async (run) => {
      const { folder } = run;
      const first = await readFile(folder.path('boots', '1.json'), 'utf8');
      await writeFile(folder.path('boots', '2.json'), first);
      await withScriptedRun({ boots: 3 }, async (other) => {
        await other.make();
        const foreign = await readFile(other.folder.path('boots', '1.json'), 'utf8');
        await writeFile(folder.path('boots', '1.json'), foreign);
      });
      const opened = new RunFolder(folder.dir);
      const { complete, samples } = await summariseRun(opened, await builtinSystems());
      assert.equal(complete, false);
      assert.equal(new Set(samples.map(({ system, boot }) => `${system} ${boot}`)).size, 2);
      const said = opened.damage.join('\n');
      assert.match(said, /1\.json was damaged \(it belongs to another plan\)/);
      assert.match(said, /2\.json was damaged \(it is of another step\)/);
      await run.make();
      assert.equal((await summariseRun(new RunFolder(folder.dir), await builtinSystems())).complete, true);
    }),
  );
  it(
    'with the provenance of another run is refused',
    sent(async (run) => {
      await withScriptedRun({ boots: 3 }, async (other) => {
        await other.make();
        const foreign = await readFile(other.folder.path('provenance.json'), 'utf8');
        await writeFile(run.folder.path('provenance.json'), foreign);
      });
      for (const work of [report(run), run.make()])
        await failsWith(work, 'RUN_DAMAGED', EXIT.usage, /provenance\.json .*belongs to another plan/);
    }),
  );
  it(
    'of an older version, whose plan has no digest, says so',
    sent(async (run) => {
      const path = run.folder.path('plan.json');
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace(/,\n {2}"digest": "[0-9a-f]+"/, ''));
      await failsWith(report(run), 'RUN_UNSEALED', EXIT.usage, /plan\.json .*no digest of itself/);
    }),
  );
});
