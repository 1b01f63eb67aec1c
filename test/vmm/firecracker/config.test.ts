// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { packagePath } from '../../../harness/core/paths.js';
import { type FirecrackerConfig, firecrackerConfig } from '../../../harness/vmm/firecracker/config.js';

/** What Firecracker accepts, in our own words. */
async function published(): Promise<ValidateFunction> {
  const file = packagePath('test', 'vmm', 'firecracker', 'config.schema.json');
  return new Ajv({ strict: true }).compile(JSON.parse(await readFile(file, 'utf8')) as object);
}

const FILES = { kernel: '/vmlinux', metrics: '/metrics' };
const TAP = { name: 'tap0', enter: [] };

const config = (): FirecrackerConfig =>
  firecrackerConfig({ memoryMib: 128, tap: TAP }, { ...FILES, initrd: '/initrd', disk: '/disk' }, 'quiet');

describe("Firecracker's description of a machine", () => {
  it('is what the published schema says, for every machine', async () => {
    const accepts = await published();
    const path = fc.option(fc.constantFrom('/a', '/proc/self/fd/12', '/with a space/"quote"'), {
      nil: undefined,
    });
    const tap = fc.option(fc.constant(TAP), { nil: undefined });
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 65_536 }), tap, path, path, (memoryMib, card, initrd, disk) => {
        const made = firecrackerConfig({ memoryMib, tap: card }, { ...FILES, initrd, disk }, 'quiet');
        const read: unknown = JSON.parse(JSON.stringify(made));
        assert.ok(accepts(read), JSON.stringify(accepts.errors));
      }),
    );
  });

  it('has all of the machine in it', () => {
    assert.deepEqual(config(), {
      'boot-source': { kernel_image_path: '/vmlinux', boot_args: 'quiet', initrd_path: '/initrd' },
      drives: [
        {
          ...{ drive_id: 'root', path_on_host: '/disk', is_root_device: false },
          ...{ is_read_only: false, cache_type: 'Unsafe' },
        },
      ],
      'machine-config': { vcpu_count: 1, mem_size_mib: 128, smt: false },
      'network-interfaces': [{ iface_id: 'eth0', host_dev_name: 'tap0', guest_mac: '52:54:00:00:00:02' }],
      metrics: { metrics_path: '/metrics' },
    });
  });

  const WRONG: [what: string, change: (good: FirecrackerConfig) => object][] = [
    [
      'a name of versions before 1.0',
      (good) => ({ ...good, 'machine-config': { ...good['machine-config'], ht_enabled: false } }),
    ],
    ['an unknown part', (good) => ({ ...good, 'boot-souce': {} })],
    ['no kernel', (good) => ({ ...good, 'boot-source': { boot_args: '' } })],
    ['no list of drives', ({ drives: _drives, ...rest }) => rest],
    [
      'a drive of unknown rights',
      (good) => ({ ...good, drives: [{ drive_id: 'root', path_on_host: '/d', is_root_device: true }] }),
    ],
    ['too many processors', (good) => ({ ...good, 'machine-config': { vcpu_count: 33, mem_size_mib: 1 } })],
    ['memory as text', (good) => ({ ...good, 'machine-config': { vcpu_count: 1, mem_size_mib: '128' } })],
    [
      'a command line of two lines',
      (good) => ({ ...good, 'boot-source': { ...good['boot-source'], boot_args: 'a\nb' } }),
    ],
  ];
  for (const [what, change] of WRONG)
    it(`is refused with ${what}`, async () => {
      assert.equal((await published())(change(config())), false);
    });
});
