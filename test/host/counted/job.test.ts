// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FRAME_START } from '../../../harness/boot/frame-scan.js';
import { newDigits } from '../../../harness/boot/nonce.js';
import type { BootRequest } from '../../../harness/boot/request.js';
import { writeArchive } from '../../../harness/host/counted/archive.js';
import { countedJob, rolesOf } from '../../../harness/host/counted/job.js';
import { countedMemoryMib } from '../../../harness/host/counted/machine.js';
import { jobBytes } from '../../../harness/host/keeper/words.js';
import { cpioParts } from '../../../harness/image/rootfs/cpio.js';
import { Tree } from '../../../harness/image/rootfs/tree.js';
import { SANDBOX, qemuArgv } from '../../../harness/vmm/qemu-argv.js';
import { carriedQemu } from '../../../harness/vmm/qemu-carried.js';
import type { VmSpec } from '../../../harness/vmm/types.js';
import { requestOf } from '../../support/boot.js';
import { readCpio } from '../../support/cpio-reader.js';
import { inTemp } from '../../support/temp.js';

/** A boot of a kernel with a root in memory. */
async function someRequest(dir: string): Promise<BootRequest> {
  const path = join(dir, 'file');
  await writeFile(path, 'some bytes');
  const root = { role: 'initrd', path, sha256: 'a'.repeat(64), bytes: 10 } as const;
  return (await requestOf({ kernel: path, files: [root], cmdline: 'quiet' })).request;
}

describe('a boot on a counted host', () => {
  it('has the command line of any KVM host, with paths of its own', () =>
    inTemp(async (dir) => {
      const request = await someRequest(dir);
      const uuid = '12345678-1234-1234-1111-111111111111';
      const spec: VmSpec = {
        ...{ kernel: '/boot/kernel', initramfs: '/boot/initrd', cmdline: 'quiet', memoryMib: 256 },
        ...{ clock: 'wall', timeoutMs: 1, consolePath: '', uuid },
      };
      const { argv } = countedJob(carriedQemu, request, { uuid, awaited: FRAME_START });
      assert.deepEqual(argv, qemuArgv('qemu-system-x86_64', spec, SANDBOX));
      assert.deepEqual(rolesOf(request), ['kernel', 'initrd']);
    }));

  it('runs the monitor that a system brings, which is one of its files', () =>
    inTemp(async (dir) => {
      const request = await someRequest(dir);
      const monitor = { role: 'monitor', sha256: 'b'.repeat(64), bytes: 1 } as const;
      const brought = { ...request, monitor: 'uhyve', artifacts: [...request.artifacts, monitor] };
      const { job, argv } = countedJob(carriedQemu, brought, { uuid: '', awaited: 'lupine main ' });
      assert.deepEqual(argv.slice(-4), ['/boot/monitor', '/boot/kernel', '/boot/initrd', 'quiet']);
      assert.deepEqual([job.awaited, job.fatal], ['lupine main ', []]);
      assert.ok(job.monitor.includes('HERMIT_MEM=256M') && job.monitor.includes('/boot/monitor'));
      assert.deepEqual(rolesOf(brought), ['kernel', 'initrd', 'monitor']);
    }));

  it('takes as many instructions whatever its nonce is: only digits of one kind are in its job, and no search for it', () =>
    inTemp(async (dir) => {
      const request = await someRequest(dir);
      const jobs = Array.from({ length: 20 }, () => {
        const { uuid, nonce } = newDigits();
        assert.match(uuid, /^[1-9]{8}-[1-9]{4}-[1-9]{4}-1111-1{12}$/);
        assert.match(nonce, /^[1-9]{16}$/);
        const text = Buffer.from(
          jobBytes(countedJob(carriedQemu, request, { uuid, awaited: FRAME_START }).job),
        ).toString('latin1');
        assert.equal(text.split(nonce).length, 1);
        return text.replace(uuid, () => 'uuid');
      });
      assert.equal(new Set(jobs).size, 1);
    }));

  it('has its files behind the root that all have, and the kernel finds both', () =>
    inTemp(async (dir) => {
      const tree = new Tree();
      tree.add('/init', { kind: 'file', mode: 0o755, data: Buffer.from('all') });
      const root = join(dir, 'root.cpio');
      await writeFile(root, cpioParts(tree.entries()));
      const { size } = await stat(root);
      assert.equal(size % 4, 0);
      const path = join(dir, 'kernel');
      await writeFile(path, 'a kernel');
      const to = join(dir, 'whole');
      const job = Buffer.from('a job');
      const bytes = await writeArchive(
        root,
        { job, files: [{ role: 'kernel', path }], made: [{ path: '/boot/machine', text: 'made' }] },
        to,
      );
      const whole = await readFile(to);
      assert.equal(bytes, whole.length);
      assert.deepEqual(whole.subarray(0, size), await readFile(root));
      const own = readCpio(whole.subarray(size)).map(({ name, data }) => `${name}: ${data}`);
      assert.deepEqual(own, ['boot: ', 'boot/job: a job', 'boot/kernel: a kernel', 'boot/machine: made']);
    }));

  it('has a host whose memory does not depend on a few more bytes', () => {
    assert.equal(countedMemoryMib(128, 60 * 2 ** 20), countedMemoryMib(256, 70 * 2 ** 20));
    assert.ok(countedMemoryMib(4096, 60 * 2 ** 20) > 4096 + 128);
  });
});
