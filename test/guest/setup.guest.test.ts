// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cpioParts } from '../../harness/image/rootfs/cpio.js';
import { type TreeEntry, Tree } from '../../harness/image/rootfs/tree.js';
import { buildGuest } from '../../harness/image/rootfs/guest.js';
import { KERNEL_TIMEOUT, bootGuest, bootTestApp, guestKernel, rootOf } from '../support/guest.js';
import { inTemp } from '../support/temp.js';
import { artifactAt } from '../../harness/core/artifact.js';

const READY = { ready: { line: 'never', withinMs: 50 } };

/** Boots an initramfs of these entries. */
async function bootEntries(entries: Record<string, TreeEntry>): ReturnType<typeof bootGuest> {
  return await inTemp(async (dir) => {
    const tree = new Tree();
    for (const [path, entry] of Object.entries(entries)) tree.add(path, entry);
    const path = join(dir, 'root.cpio');
    await writeFile(path, cpioParts(tree.entries()));
    const artifacts = [await artifactAt('initrd', path)];
    return await bootGuest({ rootfs: { artifacts, files: 1, packages: [], own: [] } });
  });
}

/** Boots PID 1 with the job as given. */
async function bootJob(job: string): ReturnType<typeof bootGuest> {
  const { init } = await buildGuest();
  return await bootEntries({
    '/init': { kind: 'file', mode: 0o755, data: await readFile(init.path) },
    '/etc/lupine/job': { kind: 'file', mode: 0o644, data: Buffer.from(job) },
  });
}

describe('PID 1 and its job', function () {
  this.timeout(60_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await guestKernel();
  });

  const bad: [string, string, RegExp][] = [
    ['an empty job', '', /line 1: the first line must be `lupine-job 1`/],
    ['another format', 'lupine-job 2\nfinish\n', /line 1: /],
    [
      'an unknown word',
      'lupine-job 1\nend debug-exit\nfrobnicate now\nfinish\n',
      /line 3: unknown word: frobnicate/,
    ],
    ['too few tokens', 'lupine-job 1\nmount proc\nfinish\n', /line 2: wrong number of tokens: mount/],
    ['two spaces', 'lupine-job 1\nmount  proc /proc\nfinish\n', /line 2: tokens must be/],
    ['a bad escape', 'lupine-job 1\napp /a%zz\nfinish\n', /line 2: tokens must be/],
    ['a bad number', 'lupine-job 1\ntsc-hz 12x\nfinish\n', /line 2: a number is missing/],
    [
      'a number too large',
      'lupine-job 1\ntsc-hz 99999999999999999999999\nfinish\n',
      /line 2: a number is missing/,
    ],
    ['no end', 'lupine-job 1\nend debug-exit\n', /without a `finish` line/],
    ['readiness without an app', 'lupine-job 1\nready exit 5 0\nfinish\n', /line 2: there is no app yet/],
    ['a zero byte', 'lupine-job 1\nenv A=\0\nfinish\n', /a zero byte/],
    ['too much', `lupine-job 1\n${'\n'.repeat(65_536)}finish\n`, /longer than 64 KiB/],
  ];
  for (const [name, job, message] of bad) {
    it(`${name} is refused with its line`, async () => {
      const { result } = await bootJob(job);
      assert.equal(result.ending, 'setup-failed');
      assert.equal(result.failure?.code, 'BOOT_JOB');
      assert.match(result.failure.message, message);
    });
  }

  it('no job at all is refused by name', async () => {
    const { init } = await buildGuest();
    const data = await readFile(init.path);
    const { result } = await bootEntries({ '/init': { kind: 'file', mode: 0o755, data } });
    assert.match(result.failure?.message ?? '', /\/etc\/lupine\/job: No such file or directory/);
  });

  it('a kernel without an init panics, and its own words are the reason', async () => {
    const { result } = await bootEntries({
      '/etc/nothing': { kind: 'file', mode: 0o644, data: Buffer.from('') },
    });
    assert.equal(result.ending, 'panic');
    assert.match(result.failure?.message ?? '', /Kernel panic - not syncing: /);
  });

  it('a file system that the kernel lacks is an error, or a note when optional', async () => {
    const mounts = (
      optional: boolean,
    ): { mounts: { type: 'tmpfs'; target: string; optional: boolean }[] } => ({
      mounts: [{ type: 'no such fs' as 'tmpfs', target: '/mnt', optional }],
    });
    const needed = await bootTestApp('misbehave', [], READY, (job) => ({ ...job, ...mounts(false) }));
    assert.equal(needed.result.failure?.code, 'BOOT_SETUP');
    assert.match(needed.result.failure.message, /mount no such fs \/mnt: No such device/);
    const optional = await bootTestApp('misbehave', [], READY, (job) => ({ ...job, ...mounts(true) }));
    assert.equal(optional.result.ending, 'not-ready');
    assert.deepEqual(optional.result.report?.notes, ['mount? no such fs /mnt: No such device']);
  });

  it('environment, folder, user, devices and limits reach the app and nothing else does', async () => {
    const { decoded } = await bootTestApp('misbehave', ['show'], {
      ready: { exit: 0 },
      devices: ['null'],
      env: { B: 'two words', A: 'ä%' },
      cwd: '/etc',
      user: { uid: 33, gid: 34 },
      limits: [{ name: 'nofile', soft: 77, hard: 88 }],
    });
    assert.equal(decoded.ending, 'ok', decoded.failure?.message);
    const shown = ['cwd /etc', 'user 33 34', 'files 77 88', 'input ends', 'null open to all'];
    assert.equal(decoded.app.stdout, [...shown, 'B=two words', 'A=ä%', ''].join('\n'));
  });

  it('a disk root and a root in memory hold the same job', async () => {
    const root = await rootOf('hello');
    const disk = await bootGuest({ ...root, disk: true });
    assert.equal(disk.result.ending, 'ok', disk.result.failure?.message);
  });
});
