// SPDX-License-Identifier: Apache-2.0
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../../harness/core/paths.js';
import { gitIn } from '../../support/git.js';
import { writeFiles } from '../../support/project.js';

/** Makes an empty repository for a project. */
export async function emptyRepository(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  await writeFiles(dir, { '.gitignore': 'results/\n' });
  await gitIn(dir, 'init', '--quiet', '--initial-branch=main');
}

/** A `lupine-bench.yaml` with one system of these lines. */
export function projectFile(lines: readonly string[]): string {
  return ['systems:', '  mine:', ...lines.map((line) => `    ${line}`), ''].join('\n');
}

/** Declaration of the app `work`, with further files beside its program: path in the guest, and in the project. */
export function workApp(more: Readonly<Record<string, string>> = {}): string {
  const files = Object.entries({ '/work': 'work', ...more }).map(
    ([path, source]) => `  - { path: ${path}, source: ../../${source}, mode: '0755' }`,
  );
  return [
    ...['name: work', 'title: Work', 'files:', ...files, 'command: [/work]', 'network: none'],
    ...['kernel: hello', 'ready: { exit: 0 }', 'checks:', '  - { name: prints its line, line: done }', ''],
  ].join('\n');
}

/** Compiles the program of the app `work` into a project's folder. */
export async function compileWork(dir: string, defines: readonly string[]): Promise<void> {
  const source = packagePath('test', 'evaluation', 'app', 'work.c');
  const args = ['-static', '-O1', ...defines.map((one) => `-D${one}`), '-o', join(dir, 'work'), source];
  await execa('musl-gcc', args);
}
