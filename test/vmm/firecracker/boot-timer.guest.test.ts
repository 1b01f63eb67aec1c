// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rawText } from '../../../harness/core/foreign.js';
import { firecrackerArgs } from '../../../harness/vmm/firecracker/boot-args.js';
import { bootLocally } from '../../support/boot.js';
import { helloBoot } from '../../support/hello-boot.js';
import { pathOfRole } from '../../support/artifacts.js';
import { needKernels } from '../../support/kernels.js';

/** What PID 1 notes of the boot timer, under QEMU, which has nothing at that address and lets a guest write there. */
async function notesOn(system: string, timer?: number): Promise<string[]> {
  const [kernel] = await needKernels(system);
  const boot = await helloBoot(pathOfRole(kernel ?? assert.fail('no kernel'), 'kernel'));
  const cmdline = timer === undefined ? boot.cmdline : firecrackerArgs(boot.cmdline, timer);
  const { result } = await bootLocally({ ...boot, cmdline });
  assert.equal(result.ending, 'ok', JSON.stringify(result.failure));
  return (result.report?.notes ?? []).map(rawText).filter((note) => note.startsWith('boot timer'));
}

describe('the sign for a boot timer', function () {
  this.timeout(120_000);

  it('is given by /dev/mem, where the kernel has it, and noted where not', async () => {
    assert.deepEqual(await notesOn('lupine-hello', 0xc000_0000), ['boot timer: No such device or address']);
  });

  it('is given only when told', async () => {
    assert.deepEqual(await notesOn('lupine-hello'), []);
  });
});
