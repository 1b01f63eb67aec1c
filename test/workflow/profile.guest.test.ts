// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { pathOfRole } from '../support/artifacts.js';
import { QUICK, QUICK_SYSTEMS, lupineBench, samplesOfOnlyRun } from '../support/cli.js';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { needKernels } from '../support/kernels.js';
import { inTemp } from '../support/temp.js';

const HELLO = ['profile', 'boot', '--app', 'hello'];
const SYSTEMS = ['lupine-hello', 'lupine-general'] as const;

interface Side {
  before: number;
  after: number;
  difference: number;
}

interface Difference {
  phases: (Side & { name: string; functions: (Side & { name: string })[] })[];
}

/** What the same boots take without a profile. */
async function measured(dir: string): Promise<number[]> {
  const args = [...QUICK, ...QUICK_SYSTEMS, '--boots', '1', '--metric', 'boot.guest', '--out', dir];
  const { exitCode, stderr } = await lupineBench(args);
  assert.equal(exitCode, EXIT.ok, stderr);
  const samples = await samplesOfOnlyRun(dir);
  return SYSTEMS.map((system) => {
    const line = samples.split('\n').find((one) => one.startsWith(`boot,${system},,hello,boot.guest,`));
    return Number(line?.split(',').at(-1));
  });
}

describe('lupine-bench profile', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => needKernels(...SYSTEMS));

  it('--diff: functions add up to the difference of a metric that was measured without it, to the last instruction', () =>
    inTemp(async (dir) => {
      const { exitCode, stdout, stderr } = await lupineBench([...HELLO, '--diff', ...SYSTEMS, '--json']);
      assert.equal(exitCode, EXIT.ok, stderr);
      const { phases } = JSON.parse(stdout) as Difference;
      const [small = 0, large = 0] = await measured(dir);
      const boot = phases.filter(({ name }) => name === 'before the kernel' || name === 'kernel');
      const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0);
      assert.deepEqual(
        [sum(boot.map((phase) => phase.before)), sum(boot.map((phase) => phase.after))],
        [small, large],
      );
      assert.equal(sum(boot.map(({ difference }) => difference)), large - small);
      for (const { name, functions, difference } of phases)
        assert.equal(sum(functions.map((one) => one.difference)), difference, name);
    }));

  it('--out: writes each form, byte for byte the same when it is made twice', () =>
    inTemp(async (dir) => {
      const made = async (name: string): Promise<[string, Buffer][]> => {
        const out = join(dir, name);
        const { exitCode, stderr } = await lupineBench([
          ...HELLO,
          '--system',
          SYSTEMS[0],
          '--tree',
          '--out',
          out,
        ]);
        assert.equal(exitCode, EXIT.ok, stderr);
        const files = (await readdir(out)).sort();
        return await Promise.all(
          files.map(async (file): Promise<[string, Buffer]> => [file, await readFile(join(out, file))]),
        );
      };
      const first = await made('first');
      assert.deepEqual(
        first.map(([file]) => file),
        ['profile.folded', 'profile.html', 'profile.json', 'profile.pb.gz', 'profile.speedscope.json'],
      );
      assert.deepEqual(await made('second'), first);
      const folded = first.find(([file]) => file === 'profile.folded')?.[1].toString() ?? '';
      assert.match(folded, /^kernel;.*start_kernel;.* \d+$/m);
    }));

  it('is made of a finished vmlinux of a project too, when it has its symbols', () =>
    inTemp(async (dir) => {
      const [kernel] = await needKernels(SYSTEMS[0]);
      assert.ok(kernel);
      const systems = { linked: kernel.symbols, stripped: pathOfRole(kernel, 'kernel') };
      const lines = Object.entries(systems).map(([name, path]) => `  ${name}: { kernel: '${path}' }\n`);
      await writeFile(join(dir, 'lupine-bench.yaml'), `systems:\n${lines.join('')}`);
      const profile = (system: string) => lupineBench([...HELLO, '--system', system, '--json'], {}, dir);
      const { exitCode, stdout, stderr } = await profile('linked');
      assert.equal(exitCode, EXIT.ok, stderr);
      assert.match(stdout, /"name":"start_kernel"/);
      const stripped = await profile('stripped');
      assert.equal(stripped.exitCode, EXIT.couldNotMeasure);
      assert.match(stripped.stderr, /^error PROFILE_SYMBOLS: .*its file has been stripped/m);
    }));

  it('--diff: refuses anything but two sides before it boots one', async () => {
    for (const systems of [[SYSTEMS[0]], [SYSTEMS[0], SYSTEMS[0]], [...SYSTEMS, 'microvm']]) {
      const { exitCode, stderr } = await lupineBench([...HELLO, '--diff', ...systems]);
      assert.equal(exitCode, EXIT.usage);
      assert.match(
        stderr,
        /^error SIDE_CHOICE: two things are compared: two systems, two runs or two commits/m,
      );
    }
  });

  it('--diff --dry-run: says what would be booted, and boots nothing', () =>
    inTemp(async (dir) => {
      const out = join(dir, 'out');
      const args = [...HELLO, '--diff', ...SYSTEMS, '--out', out, '--dry-run'];
      const { exitCode, stdout, stderr } = await lupineBench(args);
      assert.equal(exitCode, EXIT.ok, stderr);
      for (const system of SYSTEMS) assert.match(stdout, new RegExp(`\\b${system}\\b`));
      assert.doesNotMatch(stderr, /booting/);
      await assert.rejects(readdir(out));
    }));
});
