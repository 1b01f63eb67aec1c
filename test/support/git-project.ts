// SPDX-License-Identifier: Apache-2.0
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';
import { lupineBench } from './cli.js';
import { commitAll, gitIn } from './git.js';
import { bootScenario, writeFiles } from './project.js';
import { inTemp } from './temp.js';

/** A project in a git repository, with an app that can be made slower. Its system has the kernel of lupine-hello. */
export interface GitProject {
  dir: string;
  /** Commits other files. */
  commit: (message: string, files: Readonly<Record<string, string>>) => Promise<string>;
  /** `lupine-bench` in its folder. */
  bench: (...args: string[]) => ReturnType<typeof lupineBench>;
}

/** Declaration of the app that goes so many times through its loop. */
export function burning(rounds: number, program = 'burn'): Record<string, string> {
  return {
    'apps/burn/app.yaml': `name: burn
title: Burn
files:
  - { path: /burn, source: ../../${program}, mode: '0755' }
command: [/burn, '${rounds}']
network: none
kernel: hello
ready: { exit: 0 }
checks:
  - { name: prints its line, line: done }
`,
  };
}

/** Runs a test in such a project; nothing is committed yet. */
export async function inGitProject(test: (project: GitProject) => Promise<void>): Promise<void> {
  await inTemp(async (temp) => {
    const dir = await realpath(temp);
    await writeFiles(dir, {
      'lupine-bench.yaml': 'systems:\n  mine: { base: lupine-hello }\n',
      'scenarios/start.yaml': bootScenario('start', 'mine').replace('boot.guest', 'boot.ready'),
      '.gitignore': 'results/\n',
    });
    const source = packagePath('test', 'support', 'burn.c');
    await execa('musl-gcc', ['-static', '-O1', '-o', join(dir, 'burn'), source]);
    await gitIn(dir, 'init', '--quiet', '--initial-branch=main');
    await test({
      dir,
      commit: async (message, files) => {
        await writeFiles(dir, files);
        return await commitAll(dir, message);
      },
      bench: (...args) => lupineBench(args, {}, dir),
    });
  });
}
