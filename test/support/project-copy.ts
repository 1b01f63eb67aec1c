// SPDX-License-Identifier: Apache-2.0
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';

/** What a copy of the project needs to load every file of it, and to be compiled. */
const PARTS = [
  ...[
    'package.json',
    'tsconfig.json',
    'harness',
    'baselines',
    'kernel',
    'scenarios',
    'kml/linux',
    'kml/linux-6.12',
    'kml/kml.config',
  ],
  ...['test/checks', 'dist/harness', 'dist/test/checks'],
];

/** A copy of the project in a folder of its own, to which something can be added. */
export interface ProjectCopy {
  dir: string;
  /** Writes a file, made of what it has now; the path is relative to the project. */
  write: (path: string, change: (before: string) => string) => Promise<void>;
  /** `lupine-bench` of the copy; gives its standard output. */
  lupineBench: (...args: string[]) => Promise<string>;
  /** A program of the copy, in its folder. */
  run: (program: string, ...args: string[]) => Promise<void>;
}

/** Copies the project into an empty folder. */
export async function copyProject(dir: string): Promise<ProjectCopy> {
  const filter = (path: string): boolean => !path.endsWith('.map');
  for (const part of PARTS) await cp(packagePath(part), join(dir, part), { recursive: true, filter });
  await symlink(packagePath('node_modules'), join(dir, 'node_modules'));
  return {
    dir,
    write: async (path, change) => {
      const file = join(dir, path);
      const before = await readFile(file, 'utf8').catch(() => '');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, change(before));
    },
    lupineBench: async (...args) =>
      (await execa('node', [join(dir, 'dist/harness/cli/main.js'), ...args], { cwd: dir })).stdout,
    run: async (program, ...args) => {
      await execa(program, args, { cwd: dir });
    },
  };
}
