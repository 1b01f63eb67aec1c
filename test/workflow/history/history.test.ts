// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sealedJson } from '../../../harness/core/seal.js';
import type { HistoryPoint } from '../../../harness/history/types.js';
import { benchHere } from '../../support/cli-here.js';
import { commitAll, gitIn } from '../../support/git.js';
import { type ScriptedRun, withScriptedRun } from '../../support/scripted-run.js';

const BOOT = { systems: ['microvm', 'lupine-hello'], app: 'hello' };

/** A project with a run, in a repository with a commit. */
async function inProject(
  test: (parts: { dir: string; commit: string; run: ScriptedRun; bench: Bench }) => Promise<void>,
): Promise<void> {
  await withScriptedRun(BOOT, async (run) => {
    await run.make();
    const dir = dirname(dirname(run.folder.dir));
    await gitIn('/', 'init', '--quiet', '--initial-branch=main', dir);
    await writeFile(join(dir, '.gitignore'), 'cache/\nresults/\n');
    const commit = await commitAll(dir, 'Begin <b>here</b>');
    await test({ dir, commit, run, bench: (...args) => benchHere(args, {}, dir) });
  });
}

type Bench = (...args: string[]) => ReturnType<typeof benchHere>;

describe('lupine-bench history', function () {
  this.timeout(240_000);

  it('adds the newest run once, lists it, and makes a page of it', () =>
    inProject(async ({ dir, commit, run, bench }) => {
      const first = await bench('history', 'add');
      assert.deepEqual([first.exitCode, first.stderr], [0, ''], first.stderr);
      assert.match(first.stdout, new RegExp(`is now in history, at ${commit.slice(0, 12)} Begin <b>`));
      assert.match((await bench('history', 'add', run.folder.id)).stdout, /was already in/);
      assert.equal((await readdir(join(dir, 'history'))).length, 1);
      const { points } = JSON.parse((await bench('history', 'list', '--json')).stdout) as {
        points: HistoryPoint[];
      };
      const [point] = points;
      assert.equal(points.length, 1);
      assert.equal(point?.revision.commit, commit);
      assert.equal(point.revision.branch, 'main');
      assert.equal(point.revision.ancestors, 0);
      assert.ok(point.cells.some(({ metric, median }) => metric === 'boot.guest' && median !== undefined));
      assert.match((await bench('history', 'list')).stdout, /^1 run in history\n.*not compared  Begin/);
      assert.match((await bench('report', '--history')).stdout, /history: results\/history\.html/);
      const page = await readFile(join(dir, 'results', 'history.html'), 'utf8');
      assert.ok(page.includes('Begin &lt;b&gt;here') && !page.includes('<b>here'));
    }));

  it('keeps the verdicts of a comparison, and names one that is damaged', () =>
    inProject(async ({ run, bench }) => {
      const { exitCode } = await bench('compare', 'microvm', 'lupine-hello', '--run', run.folder.id);
      assert.ok([0, 1, 3, 4].includes(exitCode));
      const added = JSON.parse((await bench('history', 'add', '--json')).stdout) as { point: HistoryPoint };
      assert.ok(added.point.verdict !== undefined);
      const verdicts = added.point.cells.map(({ system, verdict }) => [system, verdict !== undefined]);
      assert.ok(verdicts.some(([system, has]) => system === 'lupine-hello' && has));
      assert.ok(verdicts.every(([system, has]) => system === 'lupine-hello' || !has));
      await writeFile(
        run.folder.path('comparison.json'),
        sealedJson({ format: 2, verdict: 'good', metrics: [] }),
      );
      const again = await bench('history', 'add');
      assert.match(
        again.stderr,
        /warning: RUN_DAMAGED: .*comparison\.json cannot be used: .*The point has no verdict/,
      );
      assert.equal(again.exitCode, 0);
    }));

  it('writes to a branch and reads it, without a file in the checkout', () =>
    inProject(async ({ dir, bench }) => {
      const added = await bench('history', 'add', '--branch', 'points');
      assert.match(added.stdout, /is now in the branch points/, added.stderr);
      assert.equal(await gitIn(dir, 'status', '--porcelain'), '');
      assert.match(
        (await bench('history', 'list', '--branch', 'points')).stdout,
        /^1 run in the branch points/,
      );
      assert.equal((await bench('report', '--branch', 'points')).exitCode, 0);
    }));

  it('refuses what it cannot mean', () =>
    inProject(async ({ dir, run, bench }) => {
      const refused = async (code: string, ...args: string[]): Promise<void> => {
        const { exitCode, stderr } = await bench(...args);
        assert.deepEqual([exitCode, stderr.includes(code)], [2, true], stderr);
      };
      await refused('USAGE', 'history', 'ad');
      await refused('USAGE', 'history', 'add', 'one', 'two');
      await refused('USAGE', 'history', 'list', 'one');
      await refused('USAGE', 'history', 'add', '--push');
      await refused('USAGE', 'report', run.folder.id, '--history');
      await refused('HISTORY_MISSING', 'history', 'list');
      await refused('REVISION_UNKNOWN', 'history', 'add', '--commit', 'nothing');
      await writeFile(join(dir, 'uncommitted'), '');
      await refused('REVISION_DIRTY', 'history', 'add');
    }));

  it('makes a site of all runs, whose links all lead somewhere', () =>
    inProject(async ({ dir, run, bench }) => {
      await bench('history', 'add');
      const broken = join(dir, 'results', '20260101-000000-broken');
      await writeFile(join(dir, 'note'), '');
      await gitIn('/', 'init', '--quiet', broken);
      const made = await bench('site', '--out', 'site');
      assert.equal(made.exitCode, 0, made.stderr);
      assert.match(made.stderr, /20260101-000000-broken has no page: RUN_MISSING/);
      assert.match(made.stdout, /site: site\/index\.html, 2 runs, 1 point/);
      const index = await readFile(join(dir, 'site', 'index.html'), 'utf8');
      assert.ok(index.includes(`runs/${run.folder.id}/report/index.html`));
      for (const file of await pagesIn(join(dir, 'site'))) {
        const text = await readFile(join(dir, 'site', file), 'utf8');
        for (const [, link = ''] of text.matchAll(/<a [^>]*href="([^"#]+)"/g)) {
          if (link.startsWith('data:')) continue;
          assert.ok(!/^[a-z]+:/.test(link), `${file} links to ${link}`);
          await readFile(join(dir, 'site', dirname(file), decodeURIComponent(link)));
        }
        assert.ok(!/(?:src|href)="(?:https?:)?\/\//.test(text), file);
      }
      assert.equal((await bench('site', '--out', 'site')).exitCode, 0);
      const { exitCode, stderr } = await bench('site', '--out', '.');
      assert.deepEqual([exitCode, stderr.includes('SITE_OTHER')], [2, true]);
    }));
});

async function pagesIn(dir: string): Promise<string[]> {
  return (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.html'));
}
