// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildKernel, planKernel } from '../../../harness/image/kernel/build.js';
import { KernelObjects } from '../../../harness/image/kernel/objects.js';
import { findSource } from '../../../harness/image/kernel/source.js';
import type { LinuxSystem } from '../../../harness/system/types.js';
import { inTemp, withCache } from '../../support/temp.js';

/** A tree that configures like a kernel and has nothing to compile. */
const MAKEFILE = `allnoconfig olddefconfig:
\t@cp "$$KCONFIG_ALLCONFIG" "$(O)/.config"
vmlinux:
\t@cp /bin/true "$(O)/vmlinux"
bzImage: vmlinux
\t@mkdir -p "$(O)/arch/x86/boot"
\t@echo "$(VARIABLE)" > "$(O)/arch/x86/boot/bzImage"
`;

describe('objects of kernels', () => {
  it('serve a kernel that differs in variables of make alone, and no other', () =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const tree = join(dir, 'linux-counting');
        await mkdir(tree);
        await writeFile(join(tree, 'Kconfig'), 'config A\n\tbool\nconfig B\n\tbool\n');
        await writeFile(join(tree, 'Makefile'), MAKEFILE);
        await execa('tar', ['-cJf', join(dir, 'linux.tar.xz'), '-C', dir, 'linux-counting']);
        const kernelSource = await findSource(join(dir, 'linux.tar.xz'), { unlisted: 'allowed' });
        const system = async (option: string, value: string): Promise<LinuxSystem> => {
          const fragment = join(dir, `${option}.config`);
          await writeFile(fragment, `CONFIG_${option}=y\n`);
          const make = value === '' ? [] : [`VARIABLE=${value}`];
          const about = {
            title: '',
            summary: '',
            family: 'a',
            subject: false,
            cmdline: '',
            patches: [],
            notes: { deterministic: [], wall: [] },
          };
          return {
            kind: 'linux',
            name: `${option}-${value}`,
            baseConfig: 'allnoconfig',
            fragments: [fragment],
            make,
            ...about,
          };
        };
        const objects = new KernelObjects();
        const folders: string[] = [];
        const take = objects.take.bind(objects);
        objects.take = async (family, digest) => {
          const work = await take(family, digest);
          folders.push(`${work.path}${work.compiled ? ' compiled' : ''}`);
          return work;
        };
        const asked = [await system('A', ''), await system('A', 'one'), await system('B', 'one')];
        for (const one of asked) await buildKernel({ system: one, kernelSource, objects, keepObjects: true });
        const [first = '', second, third = ''] = folders;
        assert.equal(second, `${first} compiled`);
        assert.ok(!third.endsWith(' compiled') && third !== first);
        await assert.rejects(access(first), 'the first folder is gone');
        await objects.clear();
        await assert.rejects(access(third), 'nothing is left');
        const families = await Promise.all(asked.map((one) => planKernel(one, kernelSource.sha256)));
        assert.equal(new Set(families.map(({ family }) => family)).size, 2);
        assert.equal(new Set(families.map(({ digest }) => digest)).size, 3);
      }),
    ));
});
