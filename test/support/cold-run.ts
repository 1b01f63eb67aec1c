// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lupineBench, samplesOfOnlyRun } from './cli.js';
import { quickTarball } from './quick-kernel.js';

/** A place with nothing in it: runs, cache and temporary files of one test. */
export interface Place {
  results: string;
  cache: string;
  /** Environment that points a run at the place. */
  env: Record<string, string>;
}

/** Makes the folders of a place. */
export async function placeIn(dir: string, cacheName = 'cache'): Promise<Place> {
  const [results, cache, tmp] = [join(dir, 'results'), join(dir, cacheName), join(dir, 'tmp')];
  for (const folder of [results, cache, tmp]) await mkdir(folder, { recursive: true });
  return { results, cache, env: { LUPINE_BENCH_CACHE: cache, TMPDIR: tmp } };
}

/** A run that makes everything from nothing, and what comes out of it when nothing goes wrong. */
export interface ColdRun {
  /** The command, without its place. */
  command: string[];
  /** The option that names its kernel source. */
  source: string[];
  /** Its `samples.csv`. */
  reference: string;
  /** Its place, complete. */
  place: Place;
}

/** Makes the run before the tests of a suite, and removes it after them. */
export function coldRun(): ColdRun {
  const made: Partial<ColdRun> = {};
  let dir = '';
  before(async function () {
    this.timeout(1_800_000);
    dir = await mkdtemp(join(tmpdir(), 'lupine-test-'));
    const what = ['boot', 'memory-floor', '--app', 'hello', '--system', 'lupine-hello', '--boots', '2'];
    made.source = ['--kernel-source', await quickTarball(dir)];
    made.command = ['run', ...what, '--clock', 'deterministic', ...made.source];
    made.place = await placeIn(dir);
    const { exitCode, stderr } = await lupineBench(
      [...made.command, '--out', made.place.results],
      made.place.env,
    );
    assert.equal(exitCode, 0, stderr);
    made.reference = await samplesOfOnlyRun(made.place.results);
  });
  after(async () => {
    await rm(dir, { recursive: true, force: true });
  });
  return made as ColdRun;
}

/** Entries of a cache that are neither complete nor marked as partial, and those marked so. */
export async function unfinished(cache: string): Promise<{ bare: string[]; partial: string[] }> {
  const found = { bare: [] as string[], partial: [] as string[] };
  for (const room of await readdir(cache, { withFileTypes: true })) {
    // Folders of boots have no manifest; the next boot removes those of processes that are gone.
    if (!room.isDirectory() || ['logs', 'boot', 'work'].includes(room.name)) continue;
    for (const entry of await readdir(join(cache, room.name), { withFileTypes: true })) {
      const path = join(room.name, entry.name);
      if (!entry.isDirectory()) continue;
      if (entry.name.includes('.partial-')) found.partial.push(path);
      else if (!(await exists(join(cache, path, '.manifest.json')))) found.bare.push(path);
    }
  }
  return found;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
