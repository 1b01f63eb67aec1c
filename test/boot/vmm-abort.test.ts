// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BootResult } from '../../harness/boot/types.js';
import { artifactAt } from '../../harness/core/artifact.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { bootLocally } from '../support/boot.js';
import { inTemp } from '../support/temp.js';

/** A boot with a VMM that prints these lines and ends itself by a signal. */
async function bootEnding(signal: string, said: string): Promise<BootResult> {
  return await inTemp(async (dir) => {
    const program = join(dir, 'qemu');
    await writeFile(program, `#!/bin/sh\necho '${said}' >&2\nkill -${signal} $$\n`);
    await chmod(program, 0o755);
    const files = [await artifactAt('initrd', program)];
    const { result } = await bootLocally({ with: createQemu(program), kernel: program, files, cmdline: '' });
    return result;
  });
}

describe('a VMM that aborts', () => {
  it('because of what the guest did says something of the guest', async () => {
    const { ending, failure, killed } = await bootEnding(
      'ABRT',
      'qemu: fatal: cpu_io_recompile: could not find TB for pc=(nil)\nRAX=0000000000000000',
    );
    assert.equal(ending, 'guest-crash');
    assert.equal(failure?.code, 'BOOT_VMM_GAVE_UP');
    assert.match(failure.message, /could not find TB for pc=\(nil\)"$/);
    assert.equal(killed, undefined);
  });
  for (const [what, signal, said] of [
    ['because of a fault of its own', 'ABRT', 'memory.c:1: assertion failed'],
    ['because another process wanted it', 'KILL', 'qemu: fatal: no more'],
  ] as const) {
    it(`${what} says nothing of the guest`, async () => {
      const { ending, killed } = await bootEnding(signal, said);
      assert.deepEqual([ending, killed], ['vmm-failed', true]);
    });
  }
});
