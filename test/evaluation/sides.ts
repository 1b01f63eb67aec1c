// SPDX-License-Identifier: Apache-2.0
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';
import { decodeProfile } from '../../harness/profile/encode.js';
import type { StoredProfile } from '../../harness/profile/stored-types.js';
import type { Profile } from '../../harness/profile/types.js';
import { MAIN } from '../support/cli.js';
import { copyProject } from '../support/project-copy.js';
import { writeFiles } from '../support/project.js';
import type { InjectedChange } from './changes.js';
import { BASE, type KernelTree, type MadeKernel, patchPath } from './kernel-tree.js';

/** What is booted for one side, by the program as users have it. */
interface Side {
  /** `lupine-bench` to be used. */
  main: string;
  app: string;
  /** Lines of the project's system. */
  system: readonly string[];
}

/** Profiles of both sides of a change. */
export async function profilesOf(
  change: InjectedChange,
  work: string,
  tree: KernelTree,
): Promise<{ before: Profile; after: Profile }> {
  const { before, after } = await sidesOf(change, work, tree);
  const folder = join(work, 'projects', change.name);
  await rm(folder, { recursive: true, force: true });
  return {
    before: await profileOf(before, join(folder, 'before'), []),
    after: await profileOf(after, join(folder, 'after'), change.how.kind === 'app' ? change.how.defines : []),
  };
}

async function sidesOf(
  change: InjectedChange,
  work: string,
  tree: KernelTree,
): Promise<{ before: Side; after: Side }> {
  const base: Side = { main: MAIN, app: 'hello', system: [`base: ${BASE}`] };
  const { how } = change;
  if (how.kind === 'app') return { before: { ...base, app: 'work' }, after: { ...base, app: 'work' } };
  if (how.kind === 'command line')
    return { before: base, after: { ...base, system: [...base.system, `cmdline: ${how.cmdline}`] } };
  if (how.kind === 'guest patch')
    return { before: base, after: { ...base, main: await patchedProgram(change, work) } };
  const built = (kernel: MadeKernel, words: string): Side => ({
    ...base,
    system: [`kernel: ${kernel.vmlinux}`, `cmdline: ${words}`],
  });
  const words = how.kind === 'kernel options' ? how.cmdline : 'quiet';
  return {
    before: built(await tree.kernel(undefined), 'quiet'),
    after: built(await tree.kernel(change), words),
  };
}

/** The whole program with its PID 1 and hello patched. */
async function patchedProgram(change: InjectedChange, work: string): Promise<string> {
  const dir = join(work, 'programs', change.name);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const copy = await copyProject(dir);
  await copy.run('patch', '-p1', '-F0', '--force', '-i', patchPath(change));
  return join(dir, 'dist', 'harness', 'cli', 'main.js');
}

async function profileOf(
  { main, app, system }: Side,
  dir: string,
  defines: readonly string[],
): Promise<Profile> {
  await writeFiles(dir, {
    'lupine-bench.yaml': ['systems:', '  mine:', ...system.map((line) => `    ${line}`), ''].join('\n'),
    'apps/work/app.yaml': APP,
  });
  if (app === 'work') {
    const source = packagePath('test', 'evaluation', 'app', 'work.c');
    const args = ['-static', '-O1', ...defines.map((one) => `-D${one}`), '-o', join(dir, 'work'), source];
    await execa('musl-gcc', args);
  }
  const args = ['profile', 'boot', '--app', app, '--system', 'mine', '--json'];
  const out = join(dir, 'profile.json');
  await execa('node', [main, ...args], { cwd: dir, stdout: { file: out } });
  return decodeProfile(JSON.parse(await readFile(out, 'utf8')) as StoredProfile);
}

const APP = `name: work
title: Work
files:
  - { path: /work, source: ../../work, mode: '0755' }
command: [/work]
network: none
kernel: hello
ready: { exit: 0 }
checks:
  - { name: prints its line, line: done }
`;
