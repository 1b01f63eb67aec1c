// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Conditions } from '../../harness/metric/conditions.js';
import type { Clock } from '../../harness/metric/types.js';
import { conditionsOf } from '../../harness/summary/conditions.js';
import { builtinScenarios, builtinSystems } from '../support/builtin.js';

async function conditions(name: string, system: string, metric: string, clock: Clock): Promise<Conditions> {
  return conditionsOf(
    { clock },
    await builtinScenarios.load(name),
    { system, metric },
    await builtinSystems(),
  );
}

describe('the conditions of a value', () => {
  it('are what its scenario, its workload and its system say', async () => {
    assert.deepEqual(await conditions('nginx', 'lupine-nginx', 'throughput.sess', 'deterministic'), {
      ...{ machine: 'microvm', memory: '512 MiB', cpus: 1, root: 'initramfs', console: 'serial port' },
      ...{ page: '612 bytes', concurrency: 100, 'keep-alive': 'yes', client: 'in the guest' },
      ...{ allocator: "the program's own", mitigations: 'off' },
    });
    const host = await conditions('nginx-host', 'microvm', 'throughput.host.conn', 'wall');
    assert.deepEqual(
      [host['client'], host['keep-alive'], host['root'], host['mitigations']],
      ['on the host', 'no', 'ext2 on virtio-blk', 'on'],
    );
  });
  it('change with the modifiers of a system', async () => {
    const of = async (system: string): Promise<unknown> =>
      (await conditions('boot', system, 'boot.guest', 'wall'))['mitigations'];
    assert.deepEqual(
      [await of('lupine-hello+mit'), await of('microvm+nomit'), await of('lupine-general+tiny')],
      ['on', 'off', 'off'],
    );
  });
  it('have the machine that the system needs, and the root in memory where it has no disk', async () => {
    const pc = await conditions('boot', 'lupine-hello+pc', 'boot.guest', 'wall');
    assert.deepEqual([pc['machine'], pc['root']], ['pc', 'initramfs']);
  });
  it('of a search for memory have none, and a file has no conditions at all', async () => {
    const floor = await conditions('memory-floor', 'microvm', 'memory.floor', 'deterministic');
    assert.deepEqual([floor['memory'], floor['root']], [undefined, 'ext2 on virtio-blk']);
    assert.deepEqual(await conditions('image-size', 'microvm', 'image.kernel', 'deterministic'), {});
  });
});
