// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { plainEnvironment } from './child.js';
import { oncePer } from './once.js';

/** First line of `<tool> --version`; `missing` when there is no such tool. Asked once: the inputs of most cache entries name some. */
export const toolVersion = oncePer(async (tool: string): Promise<string> => {
  const { stdout, exitCode } = await execa(tool, ['--version'], { env: plainEnvironment, reject: false });
  return exitCode === 0 ? (stdout.split('\n')[0] ?? '') : 'missing';
});
