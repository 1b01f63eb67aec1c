// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { EXIT } from '../../harness/core/errors.js';
import { rawText } from '../../harness/core/foreign.js';
import { packagePath } from '../../harness/core/paths.js';
import { cpuLayout } from '../../harness/host/cpus.js';
import { DEBUG_EXIT_OK } from '../../harness/vmm/qemu-argv.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { qemuVersion } from '../../harness/vmm/qemu-version.js';
import { tinyGuest } from '../support/tiny-guest.js';
import type { VmSpec } from '../../harness/vmm/types.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

/** A guest of a few instructions; `endless` replaces its end by a jump to itself. */
async function tinySpec(dir: string, endless = false): Promise<VmSpec> {
  const guest = tinyGuest();
  // The code ends with: mov al,0; out 0xf4,al; hlt; jmp -3. Two bytes make it loop before the exit.
  if (endless) guest.set([0xeb, 0xfe], guest.length - 7);
  const kernel = join(dir, 'tiny, guest.elf');
  await writeFile(kernel, guest);
  const consolePath = join(dir, 'console, with comma');
  return { kernel, cmdline: '', memoryMib: 16, clock: 'deterministic', timeoutMs: 20_000, consolePath };
}

const alive = (pattern: string): Promise<boolean> =>
  execa('pgrep', ['-f', pattern], { reject: false }).then(({ exitCode }) => exitCode === 0);

describe('qemu', () => {
  it('runs a guest to its end and keeps its console', () =>
    inTemp(async (dir) => {
      const spec = await tinySpec(dir);
      const exit = await createQemu().run(spec);
      assert.deepEqual([exit.kind, exit.status], ['exited', DEBUG_EXIT_OK], rawText(exit.stderr));
      assert.equal(await readFile(spec.consolePath, 'latin1'), 'K');
    }));

  it('gives a guest a network card on a tap device only where it is to have one, never with vhost-net', async () => {
    const spec = await inTemp((dir) => tinySpec(dir));
    const argv = async (tap?: VmSpec['tap']): Promise<string> =>
      (await createQemu('qemu').argv({ ...spec, tap })).join(' ');
    assert.doesNotMatch(await argv(), /netdev/);
    assert.match(
      await argv({ name: 'tap9', enter: [] }),
      /-netdev tap,id=net,ifname=tap9,\S*,vhost=off -device virtio-net-device,/,
    );
  });

  it('stops a guest that does not end', () =>
    inTemp(async (dir) => {
      const exit = await createQemu().run({ ...(await tinySpec(dir, true)), timeoutMs: 1500 });
      assert.equal(exit.kind, 'timeout');
      assert.equal(await alive(dir), false);
    }));

  it('stops at once when interrupted', () =>
    inTemp(async (dir) => {
      const stop = new AbortController();
      const running = createQemu().run(await tinySpec(dir, true), stop.signal);
      await setTimeout(500);
      stop.abort();
      await assert.rejects(running, { name: 'AbortError' });
      assert.equal(await alive(dir), false);
    }));

  it('does not outlive a harness that is killed', () =>
    inTemp(async (dir) => {
      const { kernel } = await tinySpec(dir, true);
      const script = packagePath('dist', 'test', 'support', 'scripts', 'run-guest.js');
      const harness = execa('node', [script, kernel, join(dir, 'console')], { reject: false });
      while (!(await alive(`qemu.*${dir}`))) await setTimeout(50);
      harness.kill('SIGKILL');
      await harness;
      await setTimeout(300);
      assert.equal(await alive(`qemu-system.*${dir}`), false);
    }));

  it('says when it is not there', () =>
    failsWith(qemuVersion('/nowhere/qemu-system-x86_64'), 'QEMU_MISSING', EXIT.couldNotMeasure, /nowhere/));

  it('reports a VMM that refuses to start', () =>
    inTemp(async (dir) => {
      const exit = await createQemu().run({ ...(await tinySpec(dir)), kernel: join(dir, 'absent') });
      assert.match(rawText(exit.stderr), /absent/);
      assert.notEqual(exit.status, DEBUG_EXIT_OK + 1);
    }));

  it('fixes everything that could vary under the deterministic clock', async () => {
    const spec = await inTemp((dir) => tinySpec(dir));
    const argv = (await createQemu('qemu').argv(spec)).join(' ');
    for (const flag of [
      '-icount shift=0,sleep=off',
      '-seed 1',
      '-rtc base=2020-01-01,clock=vm',
      'thread=single',
    ]) {
      assert.ok(argv.includes(flag), flag);
    }
  });

  it('stays on the CPUs that it is given, all threads of it', () =>
    inTemp(async (dir) => {
      const [cpu = 0] = (await cpuLayout()).allowed.slice(-1);
      const stop = new AbortController();
      const spec = { ...(await tinySpec(dir, true)), clock: 'wall', cpus: [cpu] } as const;
      const running = createQemu(packagePath('test', 'support', 'tcg-qemu.sh')).run(spec, stop.signal);
      const threads = async (): Promise<string[]> => {
        const { stdout: pids } = await execa('pgrep', ['-f', `^qemu-system.*${dir}`], { reject: false });
        const { stdout } = await execa('sh', ['-c', `cat /proc/${pids.trim()}/task/*/status`], {
          reject: false,
        });
        return [...stdout.matchAll(/^Cpus_allowed_list:\s*(\S+)$/gm)].map(([, list = '']) => list);
      };
      let found: string[] = [];
      // The main loop and the virtual CPU.
      while (found.length < 2) found = await threads();
      stop.abort();
      await assert.rejects(running, { name: 'AbortError' });
      assert.deepEqual([...new Set(found)], [`${cpu}`]);
    }));

  it('is not disturbed by how much it prints', () =>
    inTemp(async (dir) => {
      const program = join(dir, 'qemu');
      await writeFile(program, '#!/bin/sh\nhead -c 150000000 /dev/zero >&2\necho end >&2\nexit 3\n', {
        mode: 0o755,
      });
      const exit = await createQemu(program).run(await tinySpec(dir));
      assert.deepEqual([exit.kind, exit.status], ['exited', 3]);
      const said = rawText(exit.stderr);
      assert.ok(said.endsWith('\0end\n') && said.length <= 65_536);
    }));
});
