// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reap } from '../../harness/remote/lease/reap.js';
import { posixShells } from '../support/posix-shells.js';
import { isGone } from '../support/processes.js';
import { inTemp } from '../support/temp.js';

async function began(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

for (const { name, host } of posixShells())
  describe(`what a dead owner left running on a host with ${name}`, () => {
    const started: ChildProcess[] = [];
    const start = (script: string, cwd: string): number => {
      const child = spawn('sh', ['-c', script], { detached: true, stdio: 'ignore', cwd });
      started.push(child);
      return child.pid ?? 0;
    };
    afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

    it('is ended with all that belongs to it, and nothing else', async () => {
      await inTemp(async (dir) => {
        const boots = join(dir, 'all boots');
        for (const one of ['a', 'b', 'c', 'd']) await mkdir(join(boots, one), { recursive: true });
        // A keeper that does not listen, whose monitor is in its session; one whose keeper is gone; one that only has the number.
        const keeper = start('trap "" TERM; sleep 1000 & sleep 1000 & wait; wait', '/');
        const orphan = start('sleep 1001; :', join(boots, 'b'));
        const other = start('sleep 1002; :', '/');
        await writeFile(join(boots, 'a', 'pid'), `${keeper} ${await began(keeper)}\n`);
        await writeFile(join(boots, 'c', 'pid'), `${other} 12\n`);
        await writeFile(join(boots, 'd', 'pid'), `-1 $(touch x) *\n`);
        assert.equal(await reap(await host(dir), boots), 5);
        assert.ok((await isGone(keeper)) && (await isGone(orphan)));
        assert.ok(await began(other));
        assert.equal(await reap(await host(dir), boots), 0);
      });
    });

    it('is not what a folder of somebody else says by its name', async () => {
      await inTemp(async (dir) => {
        const boots = join(dir, 'boots');
        await mkdir(boots);
        const other = start('sleep 1003; :', '/');
        const lying = join(dir, `x\nlrwx /proc/${other}/cwd -> ${boots}/z`);
        await mkdir(lying, { recursive: true });
        const liar = start('sleep 1004; :', lying);
        assert.equal(await reap(await host(dir), boots), 0);
        assert.ok((await began(other)) && (await began(liar)));
      });
    });

    it('in its folders is removed, and nothing that only a link leads to', async () => {
      await inTemp(async (dir) => {
        const [boots, kept] = [join(dir, 'all boots'), join(dir, 'kept')];
        await mkdir(join(boots, 'a b', 'deep'), { recursive: true });
        await mkdir(kept);
        for (const path of [join(boots, 'a b', 'console'), join(kept, 'file'), join(boots, 'probe')])
          await writeFile(path, 'x');
        await symlink(kept, join(boots, 'link'));
        assert.equal(await reap(await host(dir), boots), 0);
        assert.deepEqual([(await readdir(boots)).sort(), await readdir(kept)], [['link', 'probe'], ['file']]);
      });
    });

    it('is nothing where nothing was ever booted', async () => {
      await inTemp(async (dir) => assert.equal(await reap(await host(dir), join(dir, 'none')), 0));
    });
  });
