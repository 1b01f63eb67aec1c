// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MAIN, QUICK, QUICK_SYSTEMS, lupineBench, onlyRun, samplesOfOnlyRun } from '../support/cli.js';
import { needKernels } from '../support/kernels.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inTemp } from '../support/temp.js';

const run = [...QUICK, ...QUICK_SYSTEMS];
/** Enough that a run lasts a few seconds: it must be possible to interrupt it. */
const BOOTS = '8';

/** Waits until the first boot of a started run is on disk. */
async function firstBoot(child: ReturnType<typeof lupineBench>): Promise<void> {
  let text = '';
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/^ *1\/16 /m.test(text)) resolve();
    });
    void child.then(() => {
      resolve();
    });
  });
}

describe('a run', function () {
  this.timeout(180_000);
  let reference = '';

  before(async function () {
    this.timeout(1_800_000);
    await needKernels('lupine-hello', 'lupine-general');
    await inTemp(async (dir) => {
      const { exitCode, stderr } = await lupineBench([...run, '--boots', BOOTS, '--out', dir]);
      assert.equal(exitCode, 0, stderr);
      reference = await samplesOfOnlyRun(dir);
    });
  });

  it('leaves everything that the design names', () =>
    inTemp(async (dir) => {
      const { stdout } = await lupineBench([...run, '--boots', '1', '--out', dir]);
      const folder = await onlyRun(dir);
      const files = await readdir(folder, { recursive: true });
      for (const file of [
        'plan.json',
        'boots/1.json',
        'console/1.log',
        'provenance.json',
        'run.json',
        'samples.csv',
        'summary.md',
        'report/index.html',
      ]) {
        assert.ok(files.includes(file), file);
      }
      assert.match(stdout, /report: .*index\.html/);
    }));

  it('gives the same bytes under another time zone, locale, umask and in a path with spaces', () =>
    inTemp(async (dir) => {
      const out = join(dir, 'a results folder');
      const env = { TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8', LANG: 'de_DE.UTF-8' };
      const before = process.umask(0o077);
      try {
        const { exitCode, stderr } = await lupineBench([...run, '--boots', BOOTS, '--out', out], env);
        assert.equal(exitCode, 0, stderr);
      } finally {
        process.umask(before);
      }
      assert.equal(await samplesOfOnlyRun(out), reference);
    }));

  it('prints one JSON document and nothing else', () =>
    inTemp(async (dir) => {
      const { stdout } = await lupineBench([...run, '--boots', '1', '--out', dir, '--json', '--quiet']);
      const summary = JSON.parse(stdout) as { complete: boolean; clock: string };
      assert.deepEqual([summary.complete, summary.clock], [true, 'deterministic']);
    }));

  it('does nothing on --dry-run but says what it would do', () =>
    inTemp(async (dir) => {
      const { exitCode, stdout } = await lupineBench([...run, '--out', dir, '--dry-run']);
      assert.equal(exitCode, 0);
      assert.match(stdout, /lupine-hello +cache/);
      assert.match(stdout, /expected: .* of boots/);
      assert.deepEqual(await readdir(dir), []);
    }));

  it('runs beside another one', () =>
    inTemp(async (dir) => {
      const both = await Promise.all([1, 2].map(() => lupineBench([...run, '--boots', '1', '--out', dir])));
      assert.deepEqual(
        both.map(({ exitCode }) => exitCode),
        [0, 0],
      );
      const [one = '', two = ''] = (await readdir(dir)).sort();
      const csv = (name: string): Promise<string> => readFile(join(dir, name, 'samples.csv'), 'utf8');
      assert.equal(await csv(one), await csv(two));
    }));

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`stops on ${signal} with exit 130, says how to go on, and goes on`, () =>
      inTemp(async (dir) => {
        const child = lupineBench([...run, '--boots', BOOTS, '--out', dir]);
        await firstBoot(child);
        child.kill(signal);
        const { exitCode, stderr } = await child;
        assert.equal(exitCode, 130, stderr);
        assert.match(stderr, /everything measured so far is kept.*resume -- /);
        const resumed = await lupineBench(['resume', await onlyRun(dir)]);
        assert.equal(resumed.exitCode, 0, resumed.stderr);
        assert.equal(await samplesOfOnlyRun(dir), reference);
      }));
  }

  it('continues after SIGKILL at any moment', () =>
    inTemp(async (dir) => {
      const child = lupineBench([...run, '--boots', BOOTS, '--out', dir]);
      await firstBoot(child);
      child.kill('SIGKILL');
      await child;
      for (const after of [300, 700, 1100, 1500, 1900, 2500]) {
        const again = lupineBench(['resume', await onlyRun(dir)]);
        await Promise.race([again, setTimeout(after)]);
        again.kill('SIGKILL');
        await again;
      }
      const { exitCode, stderr } = await lupineBench(['resume', await onlyRun(dir)]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(await samplesOfOnlyRun(dir), reference);
    }));

  it('makes a truncated boot again and names the damaged file', () =>
    inTemp(async (dir) => {
      await lupineBench([...run, '--boots', BOOTS, '--out', dir]);
      const folder = await onlyRun(dir);
      await truncate(join(folder, 'boots', '2.json'), 100);
      const report = await lupineBench(['report', folder]);
      assert.equal(report.exitCode, 3);
      assert.match(report.stderr, /2\.json was damaged/);
      const { exitCode } = await lupineBench(['resume', folder]);
      assert.equal(exitCode, 0);
      assert.equal(await samplesOfOnlyRun(dir), reference);
    }));

  it('says so when the disk is full while a boot is written, and loses nothing', () =>
    inTemp(async (dir) => {
      const script = [
        `node ${JSON.stringify(MAIN)} ${run.join(' ')} --boots ${BOOTS} --out "$D/r"`,
        'echo "exit $?" >&2',
        'mount -o remount,size=64m "$D"',
        `node ${JSON.stringify(MAIN)} resume "$D"/r/*`,
        'echo "exit $?" >&2; cat "$D"/r/*/samples.csv',
      ];
      const command = [
        'sh',
        '-c',
        `D="$0"; dd if=/dev/zero of="$D/fill" bs=1k count=80 2>/dev/null; ${script.join('; ')}`,
        dir,
      ];
      const { stdout, stderr } = await onSmallDisk(dir, '96k', command);
      assert.match(stderr, /error DISK_FULL: .*[^]*exit 3\n[^]*exit 0/);
      assert.ok(stdout.endsWith(reference.trimEnd()), stderr);
    }));
});
