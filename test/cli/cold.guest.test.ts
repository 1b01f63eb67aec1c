// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';
import { lupineBench, samplesOfOnlyRun } from '../support/cli.js';
import { coldRun, placeIn, unfinished } from '../support/cold-run.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inPlainTemp, inTemp } from '../support/temp.js';

const MAIN = packagePath('dist', 'harness', 'cli', 'main.js');

/** What is being made when the disk is full. */
const STAGES = [
  /to make: source /,
  /to make: kernel lupine-hello$/,
  /to make: stripped kernel$/,
  /to make: root image hello$/,
];

/** KiB that a folder takes on a disk. */
const kib = async (dir: string): Promise<number> =>
  Number((await execa('du', ['-sk', dir])).stdout.split('\t')[0]);

describe('a run from nothing', function () {
  this.timeout(600_000);
  const cold = coldRun();

  it('gives the same bytes with a cache in a path with spaces, another time zone, locale and umask', () =>
    inTemp(async (dir) => {
      const { results, cache, env } = await placeIn(dir, 'a cache, with spaces');
      const surroundings = { ...env, TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8', LANG: 'de_DE.UTF-8' };
      const before = process.umask(0o077);
      try {
        const { exitCode, stderr } = await lupineBench([...cold.command, '--out', results], surroundings);
        assert.equal(exitCode, 0, stderr);
      } finally {
        process.umask(before);
      }
      assert.equal(await samplesOfOnlyRun(results), cold.reference);
      assert.deepEqual(await unfinished(cache), { bare: [], partial: [] });
      assert.ok((await readdir(join(cache, 'kernel'))).length > 0);
    }));

  it('shares what it makes with another one that began at the same time', () =>
    inPlainTemp(async (dir) => {
      const { cache, env } = await placeIn(dir);
      const outs = [join(dir, 'one'), join(dir, 'two')];
      const both = await Promise.all(outs.map((out) => lupineBench([...cold.command, '--out', out], env)));
      for (const { exitCode, stderr } of both) assert.equal(exitCode, 0, stderr);
      for (const out of outs) assert.equal(await samplesOfOnlyRun(out), cold.reference);
      assert.deepEqual(await unfinished(cache), { bare: [], partial: [] });
      const entries = (place: string): Promise<string[]> =>
        readdir(join(place, 'kernel')).then((all) => all.sort());
      assert.deepEqual(await entries(cache), await entries(cold.place.cache));
    }));

  it('says so when the disk is full in each stage of making images, and goes on when there is room', () =>
    inPlainTemp(async (dir) => {
      const [source = 0, guest = 0] = await Promise.all(
        ['source', 'guest'].map((folder) => kib(join(cold.place.cache, folder))),
      );
      // Room for all that comes before a stage, and less than the stage needs.
      const resize = (size: string): string => `mount -o remount,size=${size}k "$0"`;
      const more = (size: number): string => resize(`$(($(du -sk "$0" | cut -f1) + ${size}))`);
      const out = join(dir, 'results');
      const disk = join(dir, 'disk');
      await mkdir(disk);
      await mkdir(join(dir, 'tmp'));
      const node = (...args: string[]): string =>
        [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
      const resume = `${node('resume')} '${out}'/*; echo "exit $?" >&2`;
      const script = [
        ...[resize('1024'), `${node(...cold.command, '--out', out)}; echo "exit $?" >&2`],
        ...[resize(`${source + 1024}`), resume],
        // To build a kernel takes more room than to strip it, so it is built first, and stripped once more.
        ...[resize('524288'), node('build', 'lupine-hello', ...cold.source)],
        ...['rm -r "$(dirname "$0"/kernel/*/stripped-bytes)"', more(100), resume],
        ...[resize('524288'), node('build', 'lupine-hello', ...cold.source), more(guest + 100), resume],
        ...[resize('524288'), resume, 'ls "$0"/*'],
      ].join('; ');
      const surroundings = [`LUPINE_BENCH_CACHE=${disk}`, `TMPDIR=${join(dir, 'tmp')}`];
      const { stderr, stdout } = await onSmallDisk(disk, '1m', [
        'env',
        ...surroundings,
        'sh',
        '-c',
        script,
        disk,
      ]);
      const ends = [...stderr.matchAll(/^(error DISK_FULL: .*)|^exit (\d+)$/gm)].map(([all]) => all);
      const full = (what: RegExp): void => assert.match(ends.shift() ?? '', what, stderr);
      for (const stage of STAGES) {
        full(stage);
        full(/^exit 3$/);
      }
      full(/^exit 0$/);
      assert.equal(await samplesOfOnlyRun(out), cold.reference);
      assert.doesNotMatch(stdout, /partial/);
    }));
});
