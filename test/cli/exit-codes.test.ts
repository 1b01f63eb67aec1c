// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { MAIN, lupineBench } from '../support/cli.js';
import { type Ended, benchHere } from '../support/cli-here.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inTemp } from '../support/temp.js';

/** What each command is given that cannot work: `@name` is a file or folder of {@link broken}. */
const BROKEN: Record<string, string[][]> = {
  run: [
    ['nope'],
    ['boot-kvm', '--clock', 'deterministic'],
    ['boot', '--host', 'deterministic-kvm'],
    ['boot-kvm', '--host', 'deterministic-kvm'],
    ['boot-kvm', '--host', 'deterministic-kvm', '--clock', 'wall'],
    ['boot', '--clock', 'deterministic', '--out', '/proc/nope'],
    ['redis', '--boots', '0'],
    ['boot', '--host', 'tag:nope'],
    ['boot', '--host', 'local,nope'],
    ['boot', '--max-parallel', '0'],
    ['boot', '--clock', 'deterministic', '--queue', 'nope'],
  ],
  reproduce: [
    ['--claim', 'nope'],
    ['--run', '@empty'],
    ['--run', '@half'],
    ['--run', '@null'],
  ],
  ablate: [
    ['--from', 'nope'],
    ['--kernel-source', '@garbage', '--dry-run'],
  ],
  resume: [['@half'], ['@null'], ['@other'], ['@folder'], ['--out', '/dev/null']],
  merge: [[], ['nope'], ['@half'], ['@null', '@other'], ['@empty', '--out', '/proc/nope']],
  report: [['@half'], ['@null'], ['@other'], ['@folder'], ['--out', '/dev/null']],
  import: [['@garbage'], ['x=@garbage'], ['x=/nowhere'], ['x=@log', '--out', '/proc/nope']],
  profile: [['nope'], ['redis'], ['boot', '--clock', 'wall'], ['boot', '--out', '/proc/nope']],
  compare: [
    [],
    ['nope', 'nope'],
    ['@half', '@null'],
    ['microvm', 'lupine-redis'],
    ['a', 'b', '--margin', 'x'],
  ],
  accept: [
    [],
    ['boot.guest'],
    ['boot.guest', '--because', 'x', '--run', '@half'],
    ['boot.guest', '--because', ' '],
    ['boot.guest', '--because', 'x', '--out', '@empty'],
    ['__proto__', '--because', 'x', '--run', '@null'],
  ],
  history: [[], ['nope'], ['add', 'nope'], ['add', '@half'], ['list', '--history', '/nowhere']],
  site: [
    ['--out', '/proc/nope'],
    ['--history', '/nowhere', '--out', '@folder'],
  ],
  gate: [['boot'], ['boot', '--base', 'nope'], ['nope', '--base', 'HEAD']],
  bisect: [
    ['nope'],
    ['boot.guest', '--good', 'nope', '--bad', 'nope'],
    ['boot.guest', '--from', 'nope', '--to', 'nope'],
  ],
  hosts: [[], ['nope'], ['emulate', 'nope'], ['emulate', '-n', '0'], ['stop', 'nope']],
  cache: [
    [],
    ['nope'],
    ['list', 'nope'],
    ['prune'],
    ['prune', '--max-size', '-1'],
    ['push'],
    ['push', 'nope'],
    ['verify'],
    ['verify', 'nope'],
    ['verify', '__proto__'],
  ],
  build: [['nope'], ['constructor'], ['--kernel-source', '/nowhere']],
  list: [['--nope'], ['nope']],
  doctor: [['--nope'], []],
  explain: [[], ['nope'], ['__proto__'], ['boot.guest', '--run', '@half'], ['boot.guest', '--run', '']],
};

/** Files and folders that are no runs, or no logs. */
async function broken(dir: string): Promise<void> {
  const plans = { half: '{', null: 'null', other: '{"format":1,"steps":[{}],"scenarios":[{}]}' };
  for (const [name, plan] of Object.entries(plans)) {
    await mkdir(join(dir, name));
    await writeFile(join(dir, name, 'plan.json'), plan);
  }
  await mkdir(join(dir, 'folder', 'plan.json'), { recursive: true });
  await mkdir(join(dir, 'empty'));
  await writeFile(join(dir, 'garbage'), Buffer.from([0, 255, 27, 91, 50, 74, 10, 7, 128]));
  await writeFile(join(dir, 'log'), '"SET","80000.00"\n"GET","82000.00"\n');
}

/** No verdict, no success, no crash, and nothing that a terminal would obey. */
function isFailure({ exitCode, stdout, stderr }: Ended): void {
  assert.ok(exitCode === 2 || exitCode === 3 || exitCode === 5, `exit ${exitCode}: ${stderr}`);
  assert.doesNotMatch(`${stdout}${stderr}`, /[^\n\P{Cc}]/u);
}

describe('a failure of', function () {
  this.timeout(120_000);

  it('every command is in the table below', async () => {
    const { stdout } = await benchHere(['--help']);
    const [, commands = ''] = stdout.split('Commands:\n');
    const names = [...commands.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    assert.deepEqual(names.filter((name) => name !== 'help').sort(), Object.keys(BROKEN).sort());
  });

  for (const [command, inputs] of Object.entries(BROKEN)) {
    it(`${command} never ends with the exit code of a verdict`, () =>
      inTemp(async (dir) => {
        await broken(dir);
        for (const input of inputs) {
          const args = input.map((arg) => arg.replace('@', () => `${dir}/`));
          const env = { LUPINE_BENCH_QEMU: '/nowhere/qemu', LUPINE_BENCH_CACHE: join(dir, 'cache') };
          const result = await benchHere([command, ...args], env);
          isFailure(result);
          if (command !== 'doctor' || args.length > 0) assert.match(result.stderr, /^error [A-Z_]+: /m);
        }
      }));
  }
});

describe('a folder for runs that cannot be written', function () {
  this.timeout(60_000);

  it('is named, exit 2', () =>
    inTemp(async (dir) => {
      await broken(dir);
      const disk = join(dir, 'disk');
      await mkdir(disk);
      const command = [
        'node',
        MAIN,
        'import',
        `x=${join(dir, 'log')}`,
        '--out',
        join(disk, 'deep', 'results'),
      ];
      const { exitCode, stderr } = await onSmallDisk(disk, '64k,ro', command);
      assert.equal(exitCode, 2, stderr);
      assert.match(
        stderr,
        /^error FILE_ERROR: .*disk\/deep\/results could not be written: EROFS: .*\n {2}next: Check that this path/,
      );
    }));
});

describe('what nobody catches', function () {
  this.timeout(60_000);

  /** `--help`, with code that runs when its first line is printed. */
  const helpWith = (code: string): ReturnType<typeof lupineBench> => {
    const hook = `const w=process.stdout.write;process.stdout.write=function(...a){process.stdout.write=w;${code};return w.apply(this,a)}`;
    return lupineBench(['--help'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
    });
  };

  for (const [what, code] of [
    ['an exception', 'setImmediate(()=>{throw new Error("boom")})'],
    ['a rejected promise', 'Promise.reject(new Error("boom"))'],
    ['a thrown text', 'setImmediate(()=>{throw "boom"})'],
  ] as const) {
    it(`such as ${what} ends with a message and exit 3`, async () => {
      const { exitCode, stderr } = await helpWith(code);
      assert.equal(exitCode, 3, stderr);
      assert.match(stderr, /^error INTERNAL: this is a defect of lupine-bench\.\n {2}next: .*\n.*boom/);
    });
  }

  it('such as a full disk behind stdout is named, exit 3', async () => {
    const command = 'exec node "$0" --help > /dev/full';
    const { exitCode, stderr } = await execa('sh', ['-c', command, MAIN], { reject: false });
    assert.equal(exitCode, 3);
    assert.match(
      stderr,
      /^error DISK_FULL: standard output could not be written: ENOSPC.*\n {2}next: Free space where it leads/,
    );
    assert.doesNotMatch(stderr, /resume/);
  });

  it('such as a standard output that takes nothing is named, exit 3', async () => {
    const command = 'exec node "$0" --help 1< /dev/null';
    const { exitCode, stderr } = await execa('sh', ['-c', command, MAIN], { reject: false });
    assert.equal(exitCode, 3);
    assert.match(
      stderr,
      /^error OUTPUT_UNWRITABLE: standard output takes nothing: EBADF.*\n {2}next: Let it/,
    );
  });

  it('such as a program that is not whole is named, exit 3', () =>
    inTemp(async (dir) => {
      const main = join(dir, 'main.mjs');
      await copyFile(MAIN, main);
      const { exitCode, stderr } = await execa('node', [main, 'list'], { reject: false });
      assert.equal(exitCode, 3);
      assert.match(stderr, /^error START: lupine-bench could not be loaded: .*\n {2}next: /);
    }));
});
