// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { plainEnvironment } from './child.js';

/** Asked once in the life of the process, because the inputs of every cache entry name some. */
const known = new Map<string, Promise<string>>();

/** First line of `<tool> --version`; `missing` when there is no such tool. */
export function toolVersion(tool: string): Promise<string> {
  const version = known.get(tool) ?? ask(tool);
  known.set(tool, version);
  return version;
}

async function ask(tool: string): Promise<string> {
  const { stdout, exitCode } = await execa(tool, ['--version'], { env: plainEnvironment, reject: false });
  return exitCode === 0 ? (stdout.split('\n')[0] ?? '') : 'missing';
}
