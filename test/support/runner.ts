// SPDX-License-Identifier: Apache-2.0
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';

/** What a step of a workflow left. */
export interface StepEnd {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  /** Text that it wrote to GITHUB_OUTPUT and GITHUB_STEP_SUMMARY. */
  output: string;
  summary: string;
}

/** A machine of GitHub's, as far as a step sees it. */
export interface Runner {
  /** Folder of the runner: RUNNER_TEMP. */
  temp: string;
  /** Puts a program into the path of all steps: a shell script. What it is called with can go to `$LOG`. */
  program: (name: string, script: string) => Promise<void>;
  /** Lines of `$LOG`. */
  calls: () => Promise<string[]>;
  /** Executes a command of a workflow in a folder. */
  step: (command: string, folder: string, env?: Record<string, string>) => Promise<StepEnd>;
}

/** Such a machine, with what it has in a folder. Nothing that git is told stays on this one. */
export async function runnerIn(temp: string): Promise<Runner> {
  const bin = join(temp, 'bin');
  const files = { GITHUB_OUTPUT: join(temp, 'output'), GITHUB_STEP_SUMMARY: join(temp, 'summary') };
  const log = join(temp, 'log');
  await mkdir(bin, { recursive: true });
  await writeFile(log, '');
  return {
    temp,
    program: async (name, script) => {
      await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(bin, name), 0o755);
    },
    calls: async () => (await readFile(log, 'utf8')).split('\n').filter((line) => line !== ''),
    step: async (command, folder, env = {}) => {
      for (const file of Object.values(files)) await writeFile(file, '');
      const { exitCode, stdout, stderr } = await execa('bash', ['-e', '-c', command], {
        ...{ cwd: folder, reject: false },
        env: {
          ...{ GITHUB_ACTIONS: 'true', RUNNER_TEMP: temp, LOG: log, HOME: join(temp, 'home'), ...files },
          ...{ GIT_CONFIG_GLOBAL: join(temp, 'gitconfig'), GITHUB_ACTION_PATH: packagePath() },
          ...{ GITHUB_WORKSPACE: folder, PATH: `${bin}:${process.env['PATH'] ?? ''}`, ...env },
        },
      });
      return {
        ...{ exitCode, stdout, stderr },
        output: await readFile(files.GITHUB_OUTPUT, 'utf8'),
        summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
      };
    },
  };
}
