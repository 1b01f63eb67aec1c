// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { artifactOf } from '../../../harness/core/artifact.js';
import { type EmulatedEntry, sshWords } from '../../../harness/host/emulated/inventory-text.js';
import { lupineBench } from '../../support/cli.js';
import { needKernels } from '../../support/kernels.js';
import { linkedCache } from '../../support/linked-cache.js';
import { becomes, processes } from '../../support/processes.js';
import { inTemp } from '../../support/temp.js';

/** A guest without a root: what it says until it misses that shows that it ran. */
const QEMU = [
  ...['qemu-system-x86_64', '-M', 'microvm,acpi=off,pit=on,pic=on,rtc=on,isa-serial=on'],
  ...['-accel', 'kvm', '-cpu', 'host', '-m', '64M', '-nodefaults', '-no-user-config', '-no-reboot'],
  ...['-display', 'none', '-serial', 'stdio', '-kernel', '/tmp/vmlinux', '-append'],
  "'reboot=t panic=-1 earlyprintk=serial,ttyS0,115200,keep'",
].join(' ');

describe('an emulated KVM host', function () {
  // The first one builds its kernel, which takes minutes.
  this.timeout(1_800_000);

  it('answers by SSH, runs a Linux guest under KVM, stays when its command is gone, and ends when told', () =>
    inTemp(async (dir) => {
      const [hello] = await needKernels('lupine-hello', 'kvm-host');
      assert.ok(hello !== undefined);
      const env = { LUPINE_BENCH_CACHE: await linkedCache(dir) };
      const emulate = await lupineBench(['hosts', 'emulate', '--detach', '--json'], env);
      try {
        assert.equal(emulate.exitCode, 0, emulate.stderr);
        const { hosts } = JSON.parse(emulate.stdout) as { hosts: EmulatedEntry[] };
        const [host] = hosts;
        assert.ok(host !== undefined && hosts.length === 1);
        const ssh = async (command: string, input = Buffer.alloc(0)): Promise<string> => {
          const [program = '', ...words] = sshWords(host);
          // Of a host that restarts, connections end without a word, and new ones are taken and not answered.
          const limits = ['ConnectTimeout=5', 'ServerAliveInterval=3', 'ServerAliveCountMax=2'];
          words.unshift(...limits.flatMap((limit) => ['-o', limit]));
          const { stdout } = await execa(program, [...words, command], { input, timeout: 120_000 });
          return stdout;
        };
        assert.equal(await ssh('hostname; id -u; test -c /dev/kvm && echo kvm'), `${host.name}\n0\nkvm`);
        // The other user has no right but to use KVM.
        const other = [...sshWords({ ...host, user: 'bench' }), 'id -u; test -w /dev/kvm && echo kvm'];
        assert.equal((await execa('env', other)).stdout, '1000\nkvm');
        const kernel = await readFile(artifactOf(hello.artifacts, 'kernel').path);
        const said = await ssh(`cat >/tmp/vmlinux; ${QEMU}`, kernel);
        assert.match(said, /^.*Linux version 6\.1\.[\s\S]*Kernel panic/);
        // A real reboot: another start of the kernel, on the disk as it was.
        const bootId = 'cat /proc/sys/kernel/random/boot_id';
        const before = await ssh(`touch /root/kept; ${bootId}; (sleep 1; reboot -f) >/dev/null 2>&1 &`);
        const again = await becomes(async () => {
          const now = await ssh(`cat /root/kept; ${bootId}`).catch(() => before);
          return now !== before;
        });
        assert.ok(again, 'the host comes back');
      } finally {
        const { stdout } = await lupineBench(['hosts', 'stop'], env);
        assert.match(stdout, /^ended: emulated-1$/);
      }
      assert.ok(
        await becomes(async () => (await processes()).every(({ command }) => !command.includes(dir))),
      );
    }));
});
