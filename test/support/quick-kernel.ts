// SPDX-License-Identifier: Apache-2.0
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { sha256File } from '../../harness/core/files.js';
import { mergeFragments } from '../../harness/image/kernel/fragments.js';
import { LINKED } from '../../harness/image/kernel/loaded.js';
import { pathOfRole } from './artifacts.js';
import { needKernels } from './kernels.js';
import { builtinSystems } from './builtin.js';

const MAKEFILE = `allnoconfig olddefconfig:
	@cp "$$KCONFIG_ALLCONFIG" "$(O)/.config"
vmlinux:
	@echo "  LD      vmlinux"; cp made/vmlinux "$(O)/vmlinux"
bzImage:
	@echo "  BUILD   bzImage"; mkdir -p "$(O)/arch/x86/boot"; cp made/bzImage "$(O)/arch/x86/boot/bzImage"
`;

/**
 * Packs a tree that goes through every stage of a kernel's build in a moment and gives the real kernel of lupine-hello.
 * It knows the options that the fragments of a system name.
 * @returns the tarball as `--kernel-source` takes it, with its digest.
 */
export async function quickTarball(dir: string, system = 'lupine-hello'): Promise<string> {
  const [kernel] = await needKernels('lupine-hello');
  if (kernel === undefined) throw new Error('no kernel');
  const entry = dirname(pathOfRole(kernel, 'config'));
  const tree = join(dir, 'linux-quick');
  await mkdir(join(tree, 'made'), { recursive: true });
  await copyFile(join(entry, LINKED), join(tree, 'made', 'vmlinux'));
  await copyFile(pathOfRole(kernel, 'kernel-compressed'), join(tree, 'made', 'bzImage'));
  await writeFile(join(tree, 'Makefile'), MAKEFILE);
  const { fragments } = (await builtinSystems()).resolveLinux(system);
  const options = await mergeFragments(fragments);
  await writeFile(join(tree, 'Kconfig'), options.map(({ name }) => `config ${name}\n`).join(''));
  const path = join(dir, 'linux-quick.tar');
  await execa('tar', ['-cf', path, '-C', dir, 'linux-quick']);
  return `${path}#sha256=${await sha256File(path)}`;
}
