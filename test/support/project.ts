// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Environment, createEnvironment } from '../../harness/environment/environment.js';
import { inTemp } from './temp.js';

/** Text by path, below the project's folder. */
type Files = Readonly<Record<string, string>>;

/** Writes files below a folder. */
export async function writeFiles(dir: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
}

/** Runs a test in a folder with a project file of these lines, and other files. */
export async function inProject(
  lines: readonly string[],
  files: Files,
  test: (dir: string, environment: () => Promise<Environment>) => Promise<void>,
): Promise<void> {
  await inTemp(async (dir) => {
    await writeFiles(dir, { 'lupine-bench.yaml': `${lines.join('\n')}\n`, ...files });
    await test(dir, () => createEnvironment({ folder: dir, monitors: [], hosts: [] }));
  });
}

/** A scenario file that boots hello on these systems. */
export function bootScenario(name: string, systems: string): string {
  return `name: ${name}
title: Ours
description: A scenario of a test's project.
workload: boot
apps: [hello]
systems: [${systems}]
baseline: ${systems.split(', ')[0] ?? ''}
boots: 1
memory_mib: 64
timeout_s: 60
parameters: {}
metrics:
  - name: boot.guest
`;
}

/** An app.yaml of a program without needs; `more` goes to its end. */
export function appFile(name: string, more = ''): string {
  return `name: ${name}
title: Our app
files:
  - { path: /hello, mode: '0755', guest: hello }
command: [/hello]
network: none
ready: { exit: 0 }
checks:
  - { name: prints its line, line: 'Hello, world!' }
${more}`;
}
