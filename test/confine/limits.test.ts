// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { execa } from 'execa';
import { rawText } from '../../harness/core/foreign.js';
import { hostAbilities } from '../../harness/confine/abilities.js';
import { confinedCommand } from '../../harness/confine/command.js';
import { buildConfine } from '../../harness/confine/helper.js';
import { packagePath } from '../../harness/core/paths.js';
import { cpuLayout } from '../../harness/host/cpus.js';
import { clientParts } from '../../harness/load/confined-client.js';
import { startIn } from '../../harness/load/process.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { monitorParts } from '../../harness/vmm/monitor-protection.js';
import { HOST_NETWORK, attackedSpec, attacker, byClient, byMonitor } from '../support/attack.js';
import { type Running, becomes, processes } from '../support/processes.js';
import { inPlainTemp } from '../support/temp.js';

const MIB = 2 ** 20;

/** Has a folder of the host open, from which every other one can be reached. */
const INHERITING = 'exec 20</; exec "$@"';

/** Code that a variable of the environment loads into a program: says as whom it runs. */
const EVIL = `#include <stdio.h>
#include <unistd.h>
__attribute__((constructor)) static void run(void) { fprintf(stderr, "%d\\n", (int)geteuid()); }
int main(void) { return 0; }
`;

describe('a program that takes more than its share', function () {
  this.timeout(60_000);

  it('cannot fill the disk with its console, as a monitor', () =>
    inPlainTemp(async (dir) => {
      const console = join(dir, 'console');
      assert.match(await byMonitor(dir, 'extend', `${512 * MIB} ${console}`), /^denied\nFile too large/);
      const program = await attacker(dir, 'overrun');
      const { kind } = await createQemu(program).run(await attackedSpec(dir, `${512 * MIB} ${console}`));
      assert.equal(kind, 'console-limit');
      assert.equal((await stat(console)).size, 0);
    }));

  it('cannot fill the disk with its output, as a client', () =>
    inPlainTemp(async (dir) => {
      assert.match(await byClient(dir, 'flood', '64'), /^denied\nFile too large/);
      assert.equal((await stat(join(dir, 'output'))).size, 16 * MIB);
    }));

  it('cannot change the programs that other loads run, as a client', () =>
    inPlainTemp(async (dir) => {
      const other = join(dir, 'programs', 'other');
      await mkdir(join(dir, 'programs'));
      await writeFile(other, 'other');
      // Even if everybody may.
      await chmod(other, 0o666);
      const denied = clientParts(await hostAbilities()).has('view');
      assert.match(await byClient(dir, 'write', './other'), denied ? /^denied\nRead-only/ : /^done/);
      if (denied) assert.equal(await readFile(other, 'utf8'), 'other');
    }));

  it('cannot have more processes than a load needs', () =>
    inPlainTemp(async (dir) => {
      assert.match(await byClient(dir, 'multiply', '20'), /^done/);
      // Of a number that it shares with the user, theirs would count too.
      const limited = clientParts(await hostAbilities()).has('user');
      assert.match(
        await byClient(dir, 'multiply', '100'),
        limited ? /^denied\nResource temporarily/ : /^done/,
      );
    }));

  it('cannot stay when the harness is killed, whatever it has left behind', () =>
    inPlainTemp(async (dir) => {
      const script = packagePath('dist', 'test', 'support', 'scripts', 'run-attack.js');
      const harness = execa(process.execPath, [script, dir, 'stay'], { reject: false });
      const staying = async (): Promise<Running[]> =>
        (await processes()).filter(({ command }) => command.startsWith('./stay '));
      // Itself, and the one that left its session: the one between them has ended.
      assert.ok(await becomes(async () => (await staying()).length === 2));
      harness.kill('SIGKILL');
      await harness;
      if (clientParts(await hostAbilities()).has('processes')) {
        assert.ok(await becomes(async () => (await staying()).length === 0));
        return;
      }
      assert.ok(await becomes(async () => (await staying()).length === 1));
      for (const { pid } of await staying()) process.kill(pid, 'SIGKILL');
    }));
});

describe('what a program of others is started with', function () {
  this.timeout(60_000);

  it('has no descriptor of the harness, and none of who started that', () =>
    inPlainTemp(async (dir) => {
      const [file, args] = confinedCommand(await buildConfine(), {
        ...{ program: await attacker(dir, 'descriptor'), argv: ['descriptor', '-append', '20'] },
        ...{ parts: new Set(), fileBytes: MIB },
      });
      const { stderr } = await execa('bash', ['-c', INHERITING, 'sh', file, ...args], { reject: false });
      assert.match(stderr, /^denied\nBad file descriptor/);
    }));

  it('is not begun when the harness has died meanwhile', () =>
    inPlainTemp(async (dir) => {
      const [file, args] = confinedCommand(await buildConfine(), {
        ...{ program: await attacker(dir, 'write'), argv: ['write', '-append', join(dir, 'written')] },
        ...{ parts: new Set(), fileBytes: MIB },
      });
      const orphaned = args.map((word) => (word === String(process.pid) ? '1' : word));
      const { exitCode } = await execa(file, orphaned, { reject: false });
      assert.equal(exitCode, 125);
      await assert.rejects(stat(join(dir, 'written')));
    }));

  it('has the environment of an app for itself alone: it loads nothing into what runs before it', () =>
    inPlainTemp(async (dir) => {
      const folder = join(dir, 'programs');
      await mkdir(folder);
      await chmod(folder, 0o755);
      await writeFile(join(dir, 'evil.c'), EVIL);
      await execa('gcc', ['-shared', '-fPIC', '-o', join(folder, 'evil.so'), join(dir, 'evil.c')]);
      await execa('gcc', ['-o', join(folder, 'client'), join(dir, 'evil.c')]);
      const { stdout } = await execa('ldd', [join(folder, 'client')]);
      const linker = /^\s*(\/\S*ld-linux\S*)/m.exec(stdout)?.[1] ?? assert.fail(stdout);
      const libc = /=> (\/\S*libc\.so\S*)/.exec(stdout)?.[1] ?? assert.fail(stdout);
      await execa('cp', ['-L', linker, join(folder, 'ld.so')]);
      await execa('cp', ['-L', libc, join(folder, 'libc.so.6')]);
      const argv = ['./ld.so', '--library-path', '.', './client'];
      // As in a load, where two programs of the host come before it.
      const network = { ...HOST_NETWORK, enter: ['nsenter', '--'] };
      const [cpu = 0] = (await cpuLayout()).allowed;
      const program = { argv, folder, env: { LD_PRELOAD: join(folder, 'evil.so') } };
      const { child } = await startIn({ network, cpu }, program, 'pipe', new AbortController().signal);
      const stderr = child.stderr === null ? '' : await text(child.stderr);
      const users = stderr.trim().split('\n');
      assert.equal(users.length, 2, 'in the client itself, and nowhere before');
      assert.ok(!users.includes('0') || !clientParts(await hostAbilities()).has('user'));
    }));

  it('is not executed with the rights of the owner of its file', () =>
    inPlainTemp(async (dir) => {
      const program = await attacker(dir, 'root');
      await chmod(program, 0o4755);
      const { stderr } = await createQemu(program).run(await attackedSpec(dir, ''));
      const asRoot = process.getuid?.() === 0 && !monitorParts(await hostAbilities(), []).has('user');
      assert.match(rawText(stderr), asRoot ? /^done/ : /^denied\nOperation not permitted/);
    }));

  it('writes its console to no file that a link names', () =>
    inPlainTemp(async (dir) => {
      const victim = join(dir, 'victim');
      await writeFile(victim, 'mine');
      const spec = await attackedSpec(dir, '0');
      await symlink(victim, spec.consolePath);
      const { kind, stderr } = await createQemu(await attacker(dir, 'flood')).run(spec);
      assert.equal(await readFile(victim, 'utf8'), 'mine');
      if (monitorParts(await hostAbilities(), []).size > 0) {
        assert.equal(kind, 'vmm-failed');
        assert.match(rawText(stderr), /^confine: opening \S+console: Too many levels/);
      }
    }));
});
