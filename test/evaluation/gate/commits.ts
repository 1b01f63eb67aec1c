// SPDX-License-Identifier: Apache-2.0
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commitAll } from '../../support/git.js';
import { writeFiles } from '../../support/project.js';
import type { InjectedChange } from '../changes.js';
import { BASE, type KernelTree } from '../kernel-tree.js';
import { compileWork, emptyRepository, projectFile, workApp } from './project.js';
import type { Regression } from './regressions.js';

/** A repository with two commits, the later one checked out. */
export interface TwoCommits {
  base: string;
  app: string;
}

/** Makes a project in a folder, commits it, and commits what makes it worse. */
export async function commitBoth(one: Regression, dir: string, tree: KernelTree): Promise<TwoCommits> {
  const { how } = one;
  await emptyRepository(dir);
  const own = how.kind === 'app' || how.kind === 'library';
  if (own) await compileWork(dir, []);
  await writeFiles(dir, {
    'lupine-bench.yaml': projectFile([`base: ${BASE}`]),
    ...(own ? { 'apps/work/app.yaml': workApp() } : {}),
  });
  if (how.kind.startsWith('kernel')) await writeKernel(dir, undefined, 'quiet', tree);
  const base = await commitAll(dir, 'what is');
  await worsen(one, dir, tree);
  await commitAll(dir, one.name);
  return { base, app: own ? 'work' : 'hello' };
}

async function worsen({ name, how }: Regression, dir: string, tree: KernelTree): Promise<void> {
  switch (how.kind) {
    case 'app':
      await compileWork(dir, how.defines);
      break;
    case 'library':
      // Of no pattern: a root image of zeros could be smaller than its files.
      await writeFile(join(dir, 'library.so'), Buffer.alloc(how.bytes, name));
      await writeFiles(dir, { 'apps/work/app.yaml': workApp({ '/lib/library.so': 'library.so' }) });
      break;
    case 'command line':
      await writeFiles(dir, {
        'lupine-bench.yaml': projectFile([`base: ${BASE}`, `cmdline: ${how.cmdline}`]),
      });
      break;
    case 'fragment':
      await writeFiles(dir, {
        'lupine-bench.yaml': projectFile([`base: ${BASE}`, 'fragments: [my.config]']),
        'my.config': how.text,
      });
      break;
    case 'kernel patch':
      await writeKernel(dir, { name, expected: [], how }, 'quiet', tree);
      break;
    case 'kernel options':
      await writeKernel(dir, { name, expected: [], how }, how.cmdline, tree);
      break;
    case 'guest patch':
      throw new Error('a gate measures both sides with one program');
  }
}

/** Puts a finished kernel into the project, as one that commits its kernels has it. */
async function writeKernel(
  dir: string,
  change: InjectedChange | undefined,
  cmdline: string,
  tree: KernelTree,
): Promise<void> {
  const { vmlinux, config } = await tree.kernel(change);
  await copyFile(vmlinux, join(dir, 'vmlinux'));
  await copyFile(config, join(dir, 'vmlinux.config'));
  const lines = ['kernel: vmlinux', 'config: vmlinux.config', `cmdline: ${cmdline}`];
  await writeFiles(dir, { 'lupine-bench.yaml': projectFile(lines) });
}
