// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { wholeNumber } from '../../harness/core/numbers.js';
import { readBranch } from '../../harness/history/branch.js';
import { changePoints } from '../../harness/history/changes/changes.js';
import { readFolder } from '../../harness/history/folder.js';
import { historyPage } from '../../harness/report/history/page.js';
import { longHistory } from '../history/long.js';
import { launch } from '../support/chromium.js';
import { gitIn } from '../support/git.js';
import { normal, seeded } from '../support/random.js';
import { type PooledWriter, pooledWriter } from './writer-pool.js';

// `npm run evaluate-history [rounds] [rounds on a branch]`: whether a history loses a point when eight writers meet and one of them is
// killed, how soon ten thousand points are on the screen, and how often noise is called a change. Seeded; what differs from run to run is when
// processes run.

const WRITERS = 8;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One round: who writes what, who is killed, what is there afterwards. */
interface Round {
  kind: 'folder' | 'branch';
  points: number;
  /** Longest time before the kill, ms. */
  within: number;
}

async function interleavings(rounds: number, { kind, points, within }: Round): Promise<void> {
  const random = seeded(kind === 'folder' ? 1 : 2);
  const root = await mkdtemp(join(tmpdir(), 'lupine-bench-history-'));
  let pool: PooledWriter[] = Array.from({ length: WRITERS + 4 }, pooledWriter);
  let [kept, lost, damaged, killed] = [0, 0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const where = join(root, `${round}`);
    await mkdir(where);
    if (kind === 'branch') await gitIn('/', 'init', '--quiet', where);
    pool = pool.filter(({ alive }) => alive);
    while (pool.length < WRITERS + 4) pool.push(pooledWriter());
    const writers = pool.slice(0, WRITERS);
    const victim = writers[Math.floor(random() * WRITERS)];
    const after = random() * within;
    const written = writers.map((writer, at) => writer.write(kind, where, `${at * points}`, `${points}`));
    const killing = sleep(after).then(() => victim?.kill());
    const said = (await Promise.all(written)).flat();
    await killing;
    const found = await stored(kind, where);
    kept += said.length;
    killed += said.length < WRITERS * points ? 1 : 0;
    lost += said.filter((n) => !found.numbers.has(n)).length;
    damaged += found.damaged;
    await rm(where, { recursive: true, force: true });
    // Each hundred, so that an evaluation that is stopped has said how far it came.
    if ((round + 1) % 100 !== 0 && round + 1 !== rounds) continue;
    say(
      `${kind}: ${round + 1} interleavings of ${WRITERS} writers, ${killed} of them with a writer killed at work: ${kept} points kept, ${lost} lost, ${damaged} damaged`,
    );
  }
  for (const writer of pool) writer.kill();
  await rm(root, { recursive: true, force: true });
  if (lost + damaged > 0) process.exitCode = 1;
}

async function stored(
  kind: Round['kind'],
  where: string,
): Promise<{ numbers: Set<number | undefined>; damaged: number }> {
  const place = { top: where, signal: new AbortController().signal };
  const empty = kind === 'folder' && (await readdir(where)).length === 0;
  const { points, damage } = empty
    ? { points: [], damage: [] }
    : kind === 'folder'
      ? await readFolder(where)
      : await readBranch(place, 'points');
  return { numbers: new Set(points.map(({ point }) => point.revision.ancestors)), damaged: damage.length };
}

async function charts(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'lupine-bench-history-'));
  const file = join(dir, 'page.html');
  await writeFile(file, await historyPage(longHistory(10_000)));
  const browser = await launch();
  const times: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    const page = await browser.page();
    await page.resize(1000, 900);
    const began = performance.now();
    await page.open(pathToFileURL(file).href);
    // Timers are in order: behind this one all charts are drawn.
    await page.evaluate(
      `document.querySelectorAll('canvas').length && new Promise((done) => setTimeout(done))`,
    );
    while (
      (await page.evaluate<number>(
        `[...document.querySelectorAll('canvas')].filter((one) => one.width === 300).length`,
      )) > 0
    )
      await sleep(5);
    times.push(performance.now() - began);
  }
  await browser.close();
  await rm(dir, { recursive: true, force: true });
  say(
    `10,000 points with 8 values each, loaded and drawn in ms: ${times.map((ms) => ms.toFixed(0)).join(', ')}`,
  );
}

function falseChanges(): void {
  let [found, values] = [0, 0];
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = seeded(seed);
    const series = Array.from({ length: 1000 }, () => 100 + normal(random));
    found += changePoints(series).length;
    values += series.length;
  }
  say(`change points in noise alone: ${found} in ${values} values`);
}

const [, , rounds, onBranch] = process.argv;
await interleavings(wholeNumber(rounds) ?? 1000, { kind: 'folder', points: 5, within: 60 });
await interleavings(wholeNumber(onBranch) ?? 20, { kind: 'branch', points: 2, within: 4000 });
await charts();
falseChanges();
