// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BootResult } from '../../../harness/boot/types.js';
import { artifactAt } from '../../../harness/core/artifact.js';
import { EXIT } from '../../../harness/core/errors.js';
import { silent } from '../../../harness/core/progress.js';
import { createEnvironment } from '../../../harness/environment/environment.js';
import { countedKernel } from '../../../harness/environment/counted-kernel.js';
import { bootCounted } from '../../../harness/host/counted/boot.js';
import type { CountedMachine } from '../../../harness/host/counted/machine.js';
import { makeCounted } from '../../../harness/host/counted/make.js';
import { GivenPaths } from '../../../harness/host/given-paths.js';
import { inBootFolder } from '../../../harness/host/scratch.js';
import { createQemu } from '../../../harness/vmm/qemu.js';
import { pathOfRole } from '../../support/artifacts.js';
import { type TestBoot, requestOf } from '../../support/boot.js';
import { failsWith } from '../../support/errors.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';
import { helloBoot } from '../../support/hello-boot.js';
import { needKernels } from '../../support/kernels.js';
import { processes } from '../../support/processes.js';
import { inTemp } from '../../support/temp.js';
import { tinyGuest } from '../../support/tiny-guest.js';

describe('a boot on a KVM host that is counted', function () {
  this.timeout(300_000);
  let machine: CountedMachine;
  let hello: TestBoot;

  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    const [kernel] = await needKernels('lupine-hello', 'kvm-host');
    hello = await helloBoot(pathOfRole(kernel ?? assert.fail('no kernel'), 'kernel'));
    const environment = await createEnvironment({ hosts: [] });
    const sources = { kernel: () => countedKernel(environment, { progress: silent }) };
    machine = await makeCounted([createQemu()], sources, { progress: silent });
  });

  /** Boots there; gives what it came to and the console that is kept. */
  const boot = async (
    one: TestBoot,
    on: CountedMachine = machine,
    signal = new AbortController().signal,
  ): Promise<{ result: BootResult; console: string }> => {
    const { request, artifacts } = await requestOf(one);
    const given = new GivenPaths('counted');
    for (const file of artifacts) given.give(file, file.path);
    const pieces: Uint8Array[] = [];
    const result = await inBootFolder((dir) =>
      bootCounted({
        ...{ machine: on, request, files: given.of(request), dir, signal },
        keep: async (console) => {
          for await (const piece of console) pieces.push(piece);
        },
      }),
    );
    return { result, console: Buffer.concat(pieces).toString('latin1') };
  };

  /** A kernel without a root. */
  const withKernel = async (dir: string, kernel: string, bytes: Uint8Array | string): Promise<TestBoot> => {
    const path = join(dir, kernel);
    await writeFile(path, bytes);
    const root = join(dir, 'root');
    await writeFile(root, 'nothing\n');
    return { kernel: path, files: [await artifactAt('initrd', root)], cmdline: '', memoryMib: 16 };
  };

  it('gives the same count, report and console twice, whatever its nonce is', async () => {
    const [one, other] = await Promise.all([boot(hello), boot(hello)]);
    assert.equal(one.result.ending, 'ok', one.result.failure?.message);
    const { hostMs: _one, ...first } = one.result;
    const { hostMs: _other, ...second } = other.result;
    assert.deepEqual(first, second);
    assert.equal(one.console, other.console);
    const { vmmNs = 0, report, argv, countedBy = [] } = first;
    // The monitor's start is in it, and the guest's own count is not all of it.
    assert.ok(vmmNs > Number(report?.tsc['pid1']), `${vmmNs}`);
    assert.match(argv.join(' '), / -accel kvm -cpu host,\+invtsc .* -kernel <boot>\/kernel /);
    assert.match(countedBy.join(' '), / -icount shift=0,sleep=off .* -initrd <boot>\/root\.cpio /);
  });

  it('says of a guest that never ends, and of one that is no kernel, what any host says', () =>
    inTemp(async (dir) => {
      const halted = boot({
        ...(await withKernel(dir, 'halts', tinyGuest().fill(0x90, -7, -3))),
        timeoutMs: 20_000,
      });
      const none = boot(await withKernel(dir, 'none', 'not a kernel at all\n'.repeat(100)));
      const { result, console } = await halted;
      assert.equal(result.failure?.code, 'BOOT_TIMEOUT');
      assert.equal(console, 'K');
      assert.equal(
        (await none).result.failure?.code,
        'VMM_FAILED',
        JSON.stringify((await none).result.failure),
      );
    }));

  it('gives the panic of a guest without a root', () =>
    inTemp(async (dir) => {
      const root = join(dir, 'root');
      await writeFile(root, 'nothing\n');
      const { result } = await boot({ ...hello, files: [await artifactAt('initrd', root)] });
      assert.equal(result.failure?.code, 'BOOT_PANIC', result.failure?.message);
    }));

  it('names a monitor that is not on it', async () => {
    const inner = { ...machine.inner, program: '/usr/bin/nothing' };
    const { result } = await boot(hello, { ...machine, inner });
    assert.equal(result.failure?.code, 'VMM_FAILED');
    assert.match(result.failure.message, /\/usr\/bin\/nothing.*No such file/);
  });

  it('is no result of the guest when the host itself dies, or is ended', async () => {
    const { kernel } = machine;
    const broken = { ...kernel, cmdline: `${kernel.cmdline} rdinit=/nothing` };
    await failsWith(
      boot(hello, { ...machine, kernel: broken }),
      'COUNTED_HOST_DIED',
      EXIT.couldNotMeasure,
      /Kernel panic/,
    );
    const stop = new AbortController();
    const running = boot(hello, machine, stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 2000);
    await assert.rejects(running, { name: 'AbortError' });
    const left = (await processes()).filter(({ command }) => command.includes('host-console'));
    assert.deepEqual(
      left.map(({ command }) => command),
      [],
    );
  });
});
