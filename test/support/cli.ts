// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';

/** The program, for who starts it differently. */
export const MAIN = packagePath('dist', 'harness', 'cli', 'main.js');

/** A started `lupine-bench`: both its streams and its exit code; never rejects. */
export function lupineBench(args: readonly string[], env: Record<string, string> = {}, cwd = process.cwd()) {
  return execa('node', [MAIN, ...args], { reject: false, env, cwd });
}

/** The quickest real run: hello on the kernels that the tests share. */
export const QUICK = ['run', 'boot', '--app', 'hello', '--clock', 'deterministic'] as const;

/** Systems of the quick run. */
export const QUICK_SYSTEMS = ['--system', 'lupine-hello,lupine-general'] as const;

/** The only run below a results folder. */
export async function onlyRun(results: string): Promise<string> {
  const runs = await readdir(results);
  const [run] = runs;
  if (runs.length !== 1 || run === undefined) throw new Error(`expected one run, found: ${runs.join(' ')}`);
  return join(results, run);
}

/** `samples.csv` of the only run. */
export async function samplesOfOnlyRun(results: string): Promise<string> {
  return await readFile(join(await onlyRun(results), 'samples.csv'), 'utf8');
}
