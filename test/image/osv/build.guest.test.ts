// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BootRequest } from '../../../harness/boot/request.js';
import { idOf } from '../../../harness/core/artifact.js';
import { bootHere } from '../../../harness/host/local-boot.js';
import type { BootImage } from '../../../harness/image/boot-image.js';
import { guestImage, guestSystemImage } from '../../../harness/image/guest/image.js';
import { findSlot } from '../../../harness/image/osv/slot.js';
import type { Clock } from '../../../harness/metric/types.js';
import type { ScenarioFile } from '../../../harness/scenario/types.js';
import { type GuestArtifact, isGuest } from '../../../harness/system/types.js';
import { createQemu } from '../../../harness/vmm/qemu.js';
import { builtinApps, builtinScenarios, builtinSystems } from '../../support/builtin.js';
import { failsWith } from '../../support/errors.js';
import { playingOsv } from '../../support/playing-guest.js';
import { readBootfs, readRofs } from '../../support/rofs-reader.js';
import { inTemp } from '../../support/temp.js';

interface Wanted {
  name?: string;
  clock?: Clock;
  kernel?: string;
  change?: Partial<ScenarioFile>;
  /** As a system of a project that says nothing of its machine. */
  anyMachine?: boolean;
}

/** The image of hello on OSv with a kernel of ours. */
async function imageOf({
  name = 'osv',
  clock = 'deterministic',
  kernel,
  change,
  anyMachine = false,
}: Wanted): Promise<BootImage> {
  const path = kernel ?? (await playingOsv());
  const given = (file: string): GuestArtifact => ({
    ...{ name: file, place: { kind: 'path', path }, project: '/project/lupine-bench.yaml', next: '' },
  });
  const files = new Map(['kernel', 'slot-kernel'].map((file) => [file, given(file)]));
  const found = (await builtinSystems()).withArtifacts(new Map([['osv', files]])).resolve(name);
  assert.ok(isGuest(found));
  const system = anyMachine ? { ...found, machine: undefined } : found;
  const scenario = { ...(await builtinScenarios.load('boot-main')), ...change };
  const { signal } = new AbortController();
  const told = { signal, onProgress: () => undefined, onNote: () => undefined };
  const request = {
    system,
    appName: 'hello',
    loadApp: (app: string) => builtinApps.load(app),
    scenario,
    clock,
    requests: [],
    ...told,
  };
  return await guestImage(request, guestSystemImage(system));
}

const roleOf = ({ artifacts }: BootImage, wanted: string): string =>
  artifacts.find(({ role }) => role === wanted)?.path ?? assert.fail(`no ${wanted}`);

describe('an app on OSv', function () {
  this.timeout(120_000);

  it('has its files in the kernel under the deterministic clock, and runs from there', async () => {
    const image = await imageOf({});
    assert.equal(image.cmdline, '--rootfs=ramfs --nopci --console=serial /hello');
    assert.equal(image.machine, 'pc');
    assert.deepEqual(
      image.artifacts.map(({ role }) => role),
      ['kernel'],
    );
    const kernel = await readFile(roleOf(image, 'kernel'));
    const { offset, size } = findSlot(await readFile(await playingOsv()), 'kernel');
    assert.deepEqual([...readBootfs(kernel.subarray(offset, offset + size)).keys()].sort(), [
      'dev',
      'etc',
      'etc/fstab',
      'etc/hosts',
      'etc/mnttab',
      'hello',
      'proc',
      'sys',
      'tmp',
    ]);
    const request: BootRequest = {
      ...{ monitor: 'qemu', machine: 'pc', clock: 'deterministic', idle: 'skipped', cmdline: image.cmdline },
      ...{
        memoryMib: 32,
        timeoutMs: 60_000,
        consoleBytes: 1_000_000,
        observer: image.observer,
        bound: false,
      },
      ...{ expects: image.expects, artifacts: image.artifacts.map(idOf) },
    };
    const { signal } = new AbortController();
    const files = (role: string): string => roleOf(image, role);
    const result = await inTemp((dir) => bootHere({ monitor: createQemu(), request, files, dir, signal }));
    assert.deepEqual([result.ending, result.report?.tsc['main']], ['ok', 12345n], result.failure?.message);
    const empty = { ...request, artifacts: request.artifacts };
    const kernelOf = await playingOsv();
    const without = await inTemp((dir) =>
      bootHere({ monitor: createQemu(), request: empty, files: () => kernelOf, dir, signal }),
    );
    assert.equal(without.failure?.code, 'GUEST_FAILED');
    assert.match(without.failure.message, /not in the image/);
  });

  it('has them on a disk under the wall clock', async () => {
    const image = await imageOf({ clock: 'wall' });
    assert.equal(image.cmdline, '--rootfs=rofs --console=serial /hello');
    assert.ok((await readFile(roleOf(image, 'kernel'))).equals(await readFile(await playingOsv())));
    const disk = await readFile(roleOf(image, 'disk'));
    assert.equal(readRofs(disk.subarray(512)).get('hello')?.kind, 'file');
  });

  it('takes a kernel as releases have it, packed', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'kernel.gz');
      const packed = gzipSync(await readFile(await playingOsv()));
      await writeFile(path, packed);
      const kernel = await readFile(roleOf(await imageOf({ kernel: path, clock: 'wall' }), 'kernel'));
      assert.ok(kernel.equals(await readFile(await playingOsv())));
      await writeFile(path, packed.subarray(0, 100));
      await failsWith(imageOf({ kernel: path, clock: 'wall' }), 'OSV_KERNEL', 3, /cannot be unpacked/);
    }));

  it('has what its modifiers say', async () => {
    assert.match((await imageOf({ name: 'osv+norandom' })).cmdline, / --norandom \/hello$/);
    const small = await imageOf({ name: 'osv+microvm', clock: 'wall' });
    assert.deepEqual(
      [small.machine, small.cmdline.includes('--nopci'), small.modernVirtio],
      ['microvm', true, true],
    );
  });

  it('is one for a microvm where nothing is said of the machine, because that is booted then', async () => {
    for (const [anyMachine, nopci, modern] of [
      [true, true, true],
      [false, false, false],
    ] as const) {
      const image = await imageOf({ anyMachine, clock: 'wall' });
      assert.deepEqual([image.cmdline.includes('--nopci'), image.modernVirtio], [nopci, modern]);
    }
  });

  it('is refused where its files do not fit the kernel, or the kernel the memory', () =>
    inTemp(async (dir) => {
      const kernel = await readFile(await playingOsv());
      const { offset } = findSlot(kernel, 'kernel');
      const put = async (name: string, bytes: Buffer): Promise<string> => {
        await writeFile(join(dir, name), bytes);
        return join(dir, name);
      };
      const tight = Buffer.from(kernel);
      tight.writeBigUInt64LE(1024n, offset);
      await failsWith(imageOf({ kernel: await put('tight', tight) }), 'OSV_SLOT_FULL', 3);
      const none = Buffer.from(kernel).fill(0, offset, offset + 300);
      await failsWith(imageOf({ kernel: await put('none', none) }), 'OSV_NO_SLOT', 3);
      await failsWith(imageOf({ change: { memory_mib: 1 } }), 'IMAGE_LARGER_THAN_MEMORY', 3);
    }));

  it('is refused without the library that a kernel does not supply', () =>
    inTemp(async (dir) => {
      const kernel = await readFile(await playingOsv());
      kernel.fill('x', kernel.indexOf('libc.so.6\0'), kernel.indexOf('libc.so.6\0') + 4);
      const path = join(dir, 'kernel');
      await writeFile(path, kernel);
      // The C library then comes from its package, and does not fit.
      await failsWith(imageOf({ kernel: path }), 'OSV_SLOT_FULL', 3);
    }));
});
