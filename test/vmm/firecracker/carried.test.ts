// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createEnvironment } from '../../../harness/environment/environment.js';
import type { FirecrackerConfig } from '../../../harness/vmm/firecracker/config.js';
import { createFirecracker } from '../../../harness/vmm/firecracker/firecracker.js';
import { createQemu } from '../../../harness/vmm/qemu.js';
import type { VmSpec } from '../../../harness/vmm/types.js';

const SPEC: VmSpec = {
  ...{ kernel: '/boot/kernel', initramfs: '/boot/initrd', cmdline: 'reboot=t quiet', memoryMib: 128 },
  ...{ clock: 'wall', timeoutMs: 1000, consolePath: '/boot/console' },
};

describe('a Firecracker that is carried to a counted host', () => {
  it('is the program that was named by its path, with what it needs of a machine', () => {
    const carried = createFirecracker({ program: '/opt/firecracker' }).carried ?? assert.fail('it is none');
    assert.equal(carried.own?.path, '/opt/firecracker');
    assert.deepEqual(carried.argv(SPEC), [
      ...['firecracker', '--no-api', '--config-file', '/boot/firecracker.json'],
      ...['--log-path', '/boot/firecracker.log', '--level', 'Info'],
    ]);
    const [config, log, metrics] = carried.made?.(SPEC) ?? [];
    const machine = JSON.parse(config?.text ?? '') as FirecrackerConfig;
    assert.equal(machine['boot-source'].initrd_path, '/boot/initrd');
    assert.match(machine['boot-source'].boot_args, /^reboot=k .* quiet$/);
    assert.deepEqual(machine.drives, []);
    assert.deepEqual(
      [log, metrics],
      [
        { path: '/boot/firecracker.log', text: '' },
        { path: machine.metrics.metrics_path, text: '' },
      ],
    );
  });

  it('is none that is only in the search path, and then there is no host for it', async () => {
    const hostsWith = async (program: string): Promise<string[]> => {
      const monitors = [createQemu(), createFirecracker({ program })];
      return (await createEnvironment({ monitors })).hosts.map(({ name }) => name);
    };
    assert.equal(createFirecracker({ program: 'firecracker' }).carried, undefined);
    assert.ok(!(await hostsWith('firecracker')).includes('deterministic-kvm-firecracker'));
    assert.ok((await hostsWith('/opt/firecracker')).includes('deterministic-kvm-firecracker'));
  });
});
