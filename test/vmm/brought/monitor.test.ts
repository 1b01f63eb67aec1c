// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { rawText } from '../../../harness/core/foreign.js';
import { confinedBrought } from '../../../harness/vmm/brought/confined.js';
import { createBrought } from '../../../harness/vmm/brought/monitor.js';
import { uhyve } from '../../../harness/vmm/brought/uhyve.js';
import type { VmExit, VmSpec } from '../../../harness/vmm/types.js';
import { failsWith } from '../../support/errors.js';
import { fakeMonitor } from '../../support/fake-monitor.js';
import { inPlainTemp } from '../../support/temp.js';

const isRoot = process.getuid?.() === 0;

/** Runs a guest of the stand-in that ends in a way; gives how, and its console. */
async function run(ending: string, change: Partial<VmSpec> = {}): Promise<VmExit & { said: string }> {
  return await inPlainTemp(async (dir) => {
    const [kernel, initramfs] = [join(dir, 'kernel'), join(dir, 'program')];
    await writeFile(kernel, 'KERN', { mode: 0o600 });
    await writeFile(initramfs, 'PROG', { mode: 0o600 });
    const spec: VmSpec = {
      ...{ kernel, initramfs, program: await fakeMonitor(), consolePath: join(dir, 'console') },
      ...{ cmdline: `first  ${ending}`, clock: 'wall', memoryMib: 16, timeoutMs: 20_000 },
      ...change,
    };
    const exit = await createBrought(uhyve).run(spec);
    return { ...exit, said: await readFile(spec.consolePath, 'latin1') };
  });
}

describe('a monitor that a system brings', function () {
  this.timeout(60_000);

  it('ends with the status of its guest, whatever that is', async () => {
    for (const [ending, status, said] of [
      ['success', 0, 'done\n'],
      ['status', 7, 'done\n'],
      ['abort', 127, ''],
      ['silence', 0, ''],
      // Nothing tells this from a guest that is through, but what it should have said last.
      ['term', 0, 'done\n'],
      ['crash', 139, 'done\n'],
    ] as const) {
      const exit = await run(ending);
      assert.deepEqual([exit.kind, exit.status, exit.said], ['exited', status, said], ending);
      assert.equal(exit.signal, undefined);
    }
  });

  it('is killed where it does not end by itself, and never asked to', async () => {
    for (const ending of ['hang', 'spin']) {
      const exit = await run(ending, { timeoutMs: 1500 });
      assert.deepEqual([exit.kind, exit.said], ['timeout', 'done\n']);
    }
    const { kind, said } = await run('endless', { consoleBytes: 4096 });
    assert.equal(kind, 'console-limit');
    assert.ok(said.length <= 4096);
    const watch = { take: () => undefined, isLost: () => true };
    assert.equal((await run('hang', { watch })).kind, 'lost');
  });

  it('has its own words of what its guest misses, and no guest can stop a run with words', async () => {
    const missing = await run('unsupported');
    assert.equal(missing.guestFault?.message, 'not supported: system call 293 (pipe2).');
    const lies = await run('lies');
    assert.deepEqual([lies.kind, lies.status, lies.guestFault], ['exited', 1, undefined]);
  });

  it('is given what it needs, and sees nothing else', async () => {
    const { said, argv, stderr } = await run('look');
    const [who = '', variables, ...seen] = said.trim().split('\n');
    assert.match(who, /kernel KERN, own file yes$/, rawText(stderr));
    if (isRoot) assert.doesNotMatch(who, /^uid 0,/);
    assert.equal(variables, "memory 16M, user's HOME unknown");
    const devices = ['fd', 'full', 'kvm', 'null', 'random', 'stderr', 'stdin', 'stdout', 'urandom', 'zero'];
    for (const name of seen.filter((path) => path.startsWith('/dev/')))
      assert.ok(devices.includes(name.slice('/dev/'.length)), name);
    const folders = seen.filter((path) => !path.startsWith('/dev/'));
    // The way to the two files, which are links to what was opened.
    assert.ok(
      folders.every((path) => ['/dev', '/proc', '/tmp', '/var', '/root', '/home'].includes(path)),
      folders.join(' '),
    );
    assert.deepEqual(argv.slice(0, 3), ['env', 'HERMIT_ISLE=uhyve', 'HERMIT_TUX=1']);
    assert.deepEqual(argv.slice(-2), ['first', 'look']);
  });

  it('is not run where its guests would have the files of this host', async () => {
    const refused = (why: string): ReadonlyMap<'view', string> => new Map([['view', why]]);
    const spec: VmSpec = {
      ...{ kernel: '/k', program: '/p', cmdline: '', memoryMib: 16, clock: 'wall', timeoutMs: 1000 },
      consolePath: '/dir/console',
    };
    const command = (why: string): [string, string[]] =>
      confinedBrought(
        uhyve,
        { helper: 'confine', abilities: { root: true, refused: refused(why), withheld: new Map() } },
        spec,
      );
    await failsWith(
      () => command('namespaces: Operation not permitted'),
      'MONITOR_UNCONFINED',
      EXIT.couldNotMeasure,
      /not permitted/,
    );
    assert.ok(!command('LUPINE_BENCH_CONFINE=off')[1].includes('--view'));
    await failsWith(
      () =>
        confinedBrought(
          uhyve,
          { helper: 'confine', abilities: { root: true, refused: new Map(), withheld: new Map() } },
          { ...spec, program: undefined },
        ),
      'MONITOR_NOT_GIVEN',
      EXIT.couldNotMeasure,
      /uhyve/,
    );
  });
});
