// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, readFile, readdir, rename, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prettyJson } from '../../harness/core/json.js';
import { packagePath } from '../../harness/core/paths.js';
import { sealedJson } from '../../harness/core/seal.js';
import { addToFolder, readFolder } from '../../harness/history/folder.js';
import { inOrder } from '../../harness/history/order.js';
import { pointFile } from '../../harness/history/point-file.js';
import { failsWith } from '../support/errors.js';
import { seeded } from '../support/random.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inTemp } from '../support/temp.js';
import { type PointParts, pointAt } from './fixture.js';
import { startWriter } from './writers.js';

const add = async (dir: string, n: number, parts?: PointParts): Promise<boolean> =>
  await addToFolder(dir, pointFile(pointAt(n, parts)));

const numbersIn = async (dir: string): Promise<(number | undefined)[]> =>
  inOrder((await readFolder(dir)).points).map(({ revision }) => revision.ancestors);

describe('a history in a folder', function () {
  this.timeout(120_000);

  it('gives back what was put in, in the order of the commits', () =>
    inTemp(async (dir) => {
      for (const n of [3, 1, 2]) assert.equal(await add(dir, n), true);
      const { points, damage } = await readFolder(dir);
      assert.deepEqual(damage, []);
      assert.deepEqual(
        inOrder(points),
        [1, 2, 3].map((n) => pointAt(n)),
      );
      assert.deepEqual(
        (await readdir(dir)).filter((name) => !/^[0-9a-f]{64}\.json$/.test(name)),
        [],
      );
    }));

  it('has a run once that is added twice, also with a verdict or more boots the second time', () =>
    inTemp(async (dir) => {
      assert.deepEqual([await add(dir, 1), await add(dir, 1)], [true, false]);
      await add(dir, 1, { verdict: 'pass' });
      await add(dir, 1, { cells: [{ n: 3 }] });
      const points = inOrder((await readFolder(dir)).points);
      assert.deepEqual(
        points.map(({ cells }) => cells[0]?.n),
        [3],
      );
    }));

  it('loses no point to eight writers at a time, four of which are killed', () =>
    inTemp(async (dir) => {
      const random = seeded(14);
      const writers = Array.from({ length: 8 }, (_, at) =>
        startWriter({ kind: 'folder', where: dir, first: at * 100, count: 40 }),
      );
      await Promise.all(writers.slice(4).map((writer) => writer.killAfter(150 + 700 * random())));
      const kept = (await Promise.all(writers.map((writer) => writer.kept))).flat();
      const { points, damage } = await readFolder(dir);
      assert.deepEqual(damage, []);
      const found = new Set(points.map(({ point }) => point.revision.ancestors));
      assert.deepEqual(
        kept.filter((n) => !found.has(n)),
        [],
      );
      assert.ok(kept.length >= 160, `${kept.length}`);
    }));

  it('sets damaged files aside and names them, and goes on without them', () =>
    inTemp(async (dir) => {
      for (const n of [1, 2, 3, 4]) await add(dir, n);
      const [empty = '', cut = '', link = ''] = (await readdir(dir)).sort();
      await truncate(join(dir, empty), 0);
      await writeFile(join(dir, cut), (await readFile(join(dir, cut), 'utf8')).replace('7000000', '7000001'));
      await rename(join(dir, link), join(dir, '.kept'));
      await symlink('.kept', join(dir, link));
      const { points, damage } = await readFolder(dir);
      assert.equal(points.length, 1);
      assert.equal(damage.length, 3);
      for (const [at, name] of [empty, cut, link].entries()) assert.match(damage[at] ?? '', new RegExp(name));
      const names = await readdir(dir);
      for (const name of [empty, cut, link]) assert.ok(names.includes(`${name}.damaged`), name);
      const again = await readFolder(dir);
      assert.equal(again.damage.length, 1);
      assert.match(again.damage[0] ?? '', /set aside as damaged: .*damaged, .*damaged, .*damaged/);
    }));

  it('writes a damaged point anew when its run is added again', () =>
    inTemp(async (dir) => {
      await add(dir, 1);
      const [name = ''] = await readdir(dir);
      await truncate(join(dir, name), 100);
      assert.equal(await add(dir, 1), true);
      assert.deepEqual(await numbersIn(dir), [1]);
    }));

  it('refuses a format that it does not know, and calls nothing damaged that is whole', () =>
    inTemp(async (dir) => {
      const newer = pointFile({ ...pointAt(1), format: 2 as 1 });
      await writeFile(join(dir, newer.name), newer.text);
      await failsWith(readFolder(dir), 'FORMAT_UNKNOWN', 2, /has format 2/);
      assert.deepEqual(await readdir(dir), [newer.name]);
    }));

  it('believes no value that its schema does not allow, and no file without its name', () =>
    inTemp(async (dir) => {
      const negative = pointFile(pointAt(1, { cells: [{ median: -1 }] }));
      const control = pointFile(pointAt(2, { revision: { subject: 'red \u001b[31m' } }));
      for (const { name, text } of [negative, control]) await writeFile(join(dir, name), text);
      await writeFile(join(dir, 'point.json'), sealedJson(pointAt(3), prettyJson));
      const { points, damage } = await readFolder(dir);
      assert.deepEqual(points, []);
      assert.equal(damage.length, 3);
      assert.match(damage.join('\n'), /a file that is no point: point\.json/);
    }));

  it('takes a half-written file of a killed writer for nothing', () =>
    inTemp(async (dir) => {
      await add(dir, 1);
      await writeFile(join(dir, '.0123456789ab.tmp'), '{"format":');
      assert.deepEqual(await numbersIn(dir), [1]);
      assert.deepEqual((await readFolder(dir)).damage, []);
    }));

  it('is ordered by commits, not by clocks and not by times of files', () =>
    inTemp(async (dir) => {
      // The clock of the second commit's author was a year behind, that of the third a year ahead.
      await add(dir, 2, { revision: { time: 1_668_000_000 } });
      await add(dir, 3, { revision: { time: 1_732_000_000 } });
      await add(dir, 1);
      await add(dir, 4);
      for (const [at, name] of (await readdir(dir)).entries()) await utimes(join(dir, name), at, 1000 - at);
      assert.deepEqual(await numbersIn(dir), [1, 2, 3, 4]);
    }));

  it('puts a commit of a shallow clone where its time is', () =>
    inTemp(async (dir) => {
      for (const n of [1, 2, 4]) await add(dir, n);
      await add(dir, 3, { revision: { ancestors: undefined } });
      assert.deepEqual(await numbersIn(dir), [1, 2, undefined, 4]);
    }));

  it('that is not there is an error, and one that is empty is not', () =>
    inTemp(async (dir) => {
      await failsWith(readFolder(join(dir, 'none')), 'HISTORY_MISSING', 2);
      assert.deepEqual(await readFolder(dir), { points: [], damage: [] });
    }));

  it('says so when its folder cannot be written to', async function () {
    if (process.getuid?.() === 0) {
      await inTemp(async (dir) => {
        const writer = ['node', packagePath('dist', 'test', 'history', 'writer.js'), 'folder', dir, '1', '1'];
        const { stderr, stdout } = await onSmallDisk(dir, '1m,ro', writer);
        assert.match(stderr, /FILE_ERROR/);
        assert.equal(stdout, '');
      });
      return;
    }
    await inTemp(async (dir) => {
      await chmod(dir, 0o500);
      await failsWith(add(dir, 1), 'FILE_ERROR', 2);
    });
  });

  it('has nothing of a point for which the disk had no room', () =>
    inTemp(async (dir) => {
      const writer = packagePath('dist', 'test', 'history', 'writer.js');
      const command =
        'node "$0" folder "$1" 0 4000; echo "exit $?"; ls -A "$1" | grep -c tmp; ls "$1" | wc -l';
      const { stdout, stderr } = await onSmallDisk(dir, '64k', ['sh', '-c', command, writer, dir]);
      assert.match(stderr, /DISK_FULL/);
      const lines = stdout.split('\n');
      const [ended = '', temporary = '', files = ''] = lines.slice(-3);
      assert.match(ended, /exit [1-9]/);
      assert.equal(temporary, '0');
      assert.equal(files.trim(), String(lines.length - 3));
    }));
});
