// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { rawText } from '../../harness/core/foreign.js';
import { plainFolder } from '../../harness/core/cache-folder.js';
import { runTool } from '../../harness/core/tool.js';
import { configure, fixedVariables } from '../../harness/image/kernel/config.js';
import { mergeFragments } from '../../harness/image/kernel/fragments.js';
import { unpackSource } from '../../harness/image/kernel/source.js';
import { full } from './support/effort.js';
import { kernelVersion, versioned } from './support/kernels.js';
import { seriesPatches } from './support/series.js';
import { builtinSystems } from '../support/builtin.js';
import { kernelSourceOf } from '../support/kernel-source.js';

/** Every object whose source the series touches, and that a kernel without KML has. */
const OBJECTS = [
  ...[
    'arch/x86/entry/entry_64.o',
    'arch/x86/entry/common.o',
    'arch/x86/kernel/idt.o',
    'arch/x86/kernel/ptrace.o',
  ],
  ...[
    `arch/x86/kernel/${kernelVersion === '6.1' ? 'signal' : 'signal_64'}.o`,
    'arch/x86/kernel/process.o',
    'arch/x86/kernel/process_64.o',
    'arch/x86/kernel/traps.o',
  ],
  ...[
    'arch/x86/kernel/cpu/common.o',
    'arch/x86/mm/fault.o',
    'arch/x86/mm/cpu_entry_area.o',
    'fs/binfmt_elf.o',
    'kernel/entry/common.o',
  ],
];

/** What may differ with the option off, and why; everything else must be the same instruction for instruction. */
const MAY_DIFFER: Record<string, string> = {
  'arch/x86/kernel/idt.o': 'set_intr_gate() is split in two',
};

/** Instructions of objects, compiled for lupine-general from this source. */
async function instructions(source: string, work: string): Promise<Map<string, string>> {
  const system = (await builtinSystems()).resolveLinux(versioned('lupine-general'));
  await mkdir(work);
  await configure(source, work, system.baseConfig, await mergeFragments(system.fragments));
  const jobs = `-j${availableParallelism()}`;
  await runTool('make', ['-C', source, `O=${work}`, jobs, ...fixedVariables, ...OBJECTS], {
    code: 'KERNEL_BUILD',
  });
  const found = new Map<string, string>();
  for (const object of OBJECTS) {
    const text = await runTool('objdump', ['-dr', '--no-show-raw-insn', object], {
      cwd: work,
      code: 'OBJDUMP',
    });
    found.set(object, rawText(text));
  }
  return found;
}

// Only at night: two sources are prepared, one of them a copy.
if (full) {
  describe('KML: a kernel with the patches and without the option', function () {
    this.timeout(1_800_000);

    it('has the instructions of an unpatched one', async () => {
      const system = (await builtinSystems()).resolveLinux(versioned('lupine-general'));
      const source = await unpackSource(await kernelSourceOf(system));
      const dir = await mkdtemp(join(await plainFolder('work'), 'kml-off-'));
      try {
        const patched = join(dir, 'source');
        await runTool('cp', ['-a', '--reflink=auto', source, patched], { code: 'COPY' });
        for (const patch of await seriesPatches()) {
          await runTool('patch', ['-p1', '-F0', '-i', patch], { cwd: patched, code: 'PATCH' });
        }
        const before = await instructions(source, join(dir, 'before'));
        const after = await instructions(patched, join(dir, 'after'));
        const different = OBJECTS.filter((object) => before.get(object) !== after.get(object));
        assert.deepEqual(
          different,
          different.filter((object) => object in MAY_DIFFER),
        );
        assert.ok(!different.includes('arch/x86/entry/entry_64.o'));
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    });
  });
}
