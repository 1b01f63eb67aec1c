// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError, EXIT } from '../../harness/core/errors.js';
import { plainFolder } from '../../harness/core/cache-folder.js';
import { configure } from '../../harness/image/kernel/config.js';
import { mergeFragments } from '../../harness/image/kernel/fragments.js';
import { sourceOf } from '../../harness/image/kernel/patched-source.js';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { builtinSystems } from '../support/builtin.js';
import { kernelSourceOf } from '../support/kernel-source.js';
import { kernelVersion, versioned } from './support/kernels.js';

/** Options that tell user mode by its selectors, or guard a border that is gone, each with what it depends on. */
const UNSAFE: Record<string, string[]> = {
  IA32_EMULATION: [],
  MODIFY_LDT_SYSCALL: [],
  CPU_MITIGATIONS: [],
  EFI_MIXED: ['ACPI', 'EFI', 'EFI_STUB'],
  ...(kernelVersion === '6.1' ? {} : { X86_FRED: [], X86_USER_SHADOW_STACK: [] }),
};

describe('KML: what its Kconfig excludes', function () {
  this.timeout(KERNEL_TIMEOUT);
  let dir = '';

  before(async () => {
    dir = await mkdtemp(join(await plainFolder('work'), 'kml-excluded-'));
  });
  after(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  for (const [option, needed] of Object.entries(UNSAFE)) {
    it(`a kernel with ${option} has no kernel mode`, async () => {
      const system = (await builtinSystems()).resolveLinux(versioned('lupine-base', '+kml'));
      const unsafe = join(dir, 'unsafe.config');
      await writeFile(unsafe, [...needed, option].map((name) => `CONFIG_${name}=y\n`).join(''));
      const source = await sourceOf(await kernelSourceOf(system), system.patches);
      const asked = await mergeFragments([...system.fragments, unsafe]);
      const built = await mkdtemp(join(dir, 'built-'));
      await assert.rejects(configure(source, built, system.baseConfig, asked), (error) => {
        assert.ok(error instanceof BenchError);
        assert.equal(error.code, 'OPTION_REFUSED');
        assert.equal(error.exit, EXIT.usage);
        assert.match(error.message, /CONFIG_KERNEL_MODE_LINUX=y became n/);
        return true;
      });
    });
  }
});
