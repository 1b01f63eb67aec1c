// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { artifactAt } from '../../../harness/core/artifact.js';
import { EXIT, attemptError } from '../../../harness/core/errors.js';
import { packagePath } from '../../../harness/core/paths.js';
import { bootThere } from '../../../harness/host/keeper/boot-there.js';
import { shellHere } from '../../../harness/remote/here.js';
import type { RemoteShell } from '../../../harness/remote/types.js';
import { pathOfRole } from '../../support/artifacts.js';
import { type TestBoot, bootLocally } from '../../support/boot.js';
import { failsWith } from '../../support/errors.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';
import { helloBoot } from '../../support/hello-boot.js';
import { needKernels } from '../../support/kernels.js';
import { type Running, becomes, processes } from '../../support/processes.js';
import { inPlainTemp } from '../../support/temp.js';
import { bootOver, thereOf } from '../../support/there.js';
import { tinyGuest } from '../../support/tiny-guest.js';

/** A boot of hello. */
async function hello(): Promise<TestBoot> {
  const [kernel] = await needKernels('lupine-hello');
  return await helloBoot(pathOfRole(kernel ?? assert.fail('no kernel'), 'kernel'));
}

/** A guest that says one letter and never ends. */
async function endless(dir: string): Promise<TestBoot> {
  const guest = tinyGuest();
  guest.set([0xeb, 0xfe], guest.length - 7);
  const kernel = join(dir, 'endless.elf');
  await writeFile(kernel, guest);
  const root = join(dir, 'root');
  await writeFile(root, 'nothing\n');
  return { kernel, files: [await artifactAt('initrd', root)], cmdline: '', memoryMib: 16 };
}

const leftIn = async (dir: string): Promise<Running[]> =>
  (await processes()).filter(({ command, pid }) => command.includes(dir) && pid !== process.pid);

const keeperOf = async (dir: string): Promise<number> => {
  let pid = 0;
  await becomes(async () => {
    const all = (await processes()).filter(({ command }) => command.includes(`--start ${dir}`));
    const running = (await processes()).some(
      ({ command }) => /^qemu.* -kernel /.test(command) && command.includes(dir),
    );
    pid = running ? (all[0]?.pid ?? 0) : 0;
    return pid !== 0;
  });
  return pid;
};

/** A connection that is lost again and again: only each third command comes through, and of the answer of the second only a part. */
function lossy(): RemoteShell & { lost: number } {
  const inner = shellHere('there');
  let count = 0;
  const shell = {
    ...inner,
    lost: 0,
    run: async (command: Parameters<RemoteShell['run']>[0]) => {
      if (!command.script.includes('--follow')) return await inner.run(command);
      const turn = (count += 1) % 3;
      if (turn === 0) return await inner.run(command);
      shell.lost += 1;
      // What was asked for is carried out there; the answer does not come, or breaks off.
      const part = turn === 1 ? 0 : 300;
      let left = part;
      await inner.run({
        ...command,
        take: (piece) => {
          command.take?.(piece.subarray(0, left));
          left = Math.max(0, left - piece.length);
        },
      });
      throw attemptError('SSH_LOST', 'the connection to host there was lost.', 'Go on.');
    },
  };
  return shell;
}

describe('a boot on another host', function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await needKernels('lupine-hello');
  });

  for (const shell of [['dash'], ['busybox', 'sh'], ['bash']])
    it(`gives the bytes of one on this machine, by ${shell.join(' ')}`, () =>
      inPlainTemp(async (state) => {
        const boot = await hello();
        const here = await bootLocally(boot);
        const there = await bootOver({ ...boot, state, shell: shellHere('there', { shell }) });
        const { argv: argvHere, hostMs: _here, ...local } = here.result;
        const { argv, hostMs, ...result } = there.result;
        assert.equal(result.ending, 'ok', result.failure?.message);
        assert.deepEqual(result, local);
        assert.deepEqual(argv, argvHere);
        assert.ok(hostMs > 0);
        assert.ok(there.console.equals(here.console));
        assert.deepEqual([existsSync(join(state, 'boot')), await leftIn(state)], [false, []]);
      }));

  it('comes through a connection that is lost again and again', () =>
    inPlainTemp(async (state) => {
      const boot = await hello();
      const here = await bootLocally(boot);
      const shell = lossy();
      const { result, console } = await bootOver({ ...boot, state, shell });
      assert.equal(result.ending, 'ok', result.failure?.message);
      assert.ok(console.equals(here.console));
      assert.ok(shell.lost > 1, `${shell.lost}`);
    }));

  it('is given up when the host stays away for longer than it may', () =>
    inPlainTemp(async (state) => {
      const shell: RemoteShell = { ...shellHere('there'), run: (command) => lossy().run(command) };
      const boot = await endless(state);
      const { there } = await thereOf({ ...boot, state, patienceMs: 500 });
      await failsWith(bootThere(shell, there), 'SSH_LOST', EXIT.couldNotMeasure);
      assert.ok(await becomes(async () => (await leftIn(join(state, 'boot'))).length === 0));
    }));

  it('has the same console limit', () =>
    inPlainTemp(async (state) => {
      const boot = { ...(await hello()), consoleBytes: 300 };
      const here = await bootLocally(boot);
      const there = await bootOver({ ...boot, state });
      assert.equal(there.result.failure?.code, 'CONSOLE_LIMIT');
      assert.deepEqual(there.result.failure, here.result.failure);
      assert.ok(there.console.length === 300 && there.console.equals(here.console));
    }));

  it('ends at its time limit', () =>
    inPlainTemp(async (state) => {
      const { result, console } = await bootOver({ ...(await endless(state)), timeoutMs: 1500, state });
      assert.deepEqual([result.ending, result.failure?.code], ['timeout', 'BOOT_TIMEOUT']);
      assert.equal(console.toString(), 'K');
      assert.deepEqual(await leftIn(join(state, 'boot')), []);
    }));

  it('is stopped there when it is interrupted here', () =>
    inPlainTemp(async (state) => {
      const stop = new AbortController();
      const { shell, there } = await thereOf({ ...(await endless(state)), state, signal: stop.signal });
      const booting = bootThere(shell, there);
      booting.catch(() => undefined);
      assert.ok((await keeperOf(there.dir)) > 0);
      stop.abort();
      await assert.rejects(booting, { name: 'AbortError' });
      assert.deepEqual([existsSync(there.dir), await leftIn(there.dir)], [false, []]);
    }));

  it('leaves nothing when what keeps it is killed, and says so', () =>
    inPlainTemp(async (state) => {
      const { shell, there } = await thereOf({ ...(await endless(state)), state });
      const failed = failsWith(bootThere(shell, there), 'KEEPER_DIED', EXIT.couldNotMeasure);
      process.kill(await keeperOf(there.dir), 'SIGKILL');
      await failed;
      assert.ok(await becomes(async () => (await leftIn(there.dir)).length === 0));
    }));

  it('goes on when who asked for it is killed, and is collected by the next who asks', () =>
    inPlainTemp(async (state) => {
      const boot = { ...(await endless(state)), timeoutMs: 6000, state };
      const script = packagePath('dist', 'test', 'support', 'scripts', 'boot-there.js');
      const first = execa('node', [script, JSON.stringify(boot)], { reject: false });
      const { shell, there } = await thereOf(boot);
      const keeper = await keeperOf(there.dir);
      const begun = await readFile(join(there.dir, 'begun'), 'utf8');
      first.kill('SIGKILL');
      await first;
      assert.equal(await keeperOf(there.dir), keeper);
      const result = await bootThere(shell, there);
      assert.equal(result.failure?.code, 'BOOT_TIMEOUT');
      assert.ok(begun.length === 101 && result.hostMs > 5900 && result.hostMs < 12_000);
      assert.equal(existsSync(there.dir), false);
    }));

  it('does not take another boot for its own', () =>
    inPlainTemp(async (state) => {
      const { shell, there } = await thereOf({ ...(await endless(state)), state });
      const stop = new AbortController();
      const first = bootThere(shell, { ...there, signal: stop.signal });
      first.catch(() => undefined);
      assert.ok((await keeperOf(there.dir)) > 0);
      const request = { ...there.request, memoryMib: 17 };
      await failsWith(bootThere(shell, { ...there, request }), 'KEEPER_FOLDER', EXIT.couldNotMeasure);
      stop.abort();
      await assert.rejects(first);
    }));
});
