// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { plainEnvironment } from '../../harness/core/child.js';

/** A tool that never ends when its arguments hold a text, and is the real one otherwise. */
export interface StuckTool {
  /** PATH under which it is found first. */
  path: string;
  /** Waits until somebody has called it with that text, or until `ended` settles. */
  reached(ended: Promise<unknown>): Promise<boolean>;
  /** Whether the call is gone, after a moment to die in. */
  gone(): Promise<boolean>;
}

let count = 0;

/** Puts such a tool into a folder of its own. */
export async function stuckTool(dir: string, tool: string, text: string): Promise<StuckTool> {
  count += 1;
  const own = join(dir, `stuck-${count}`);
  await mkdir(own, { recursive: true });
  const { stdout: real } = await execa('sh', ['-c', 'command -v "$0"', tool], { env: plainEnvironment });
  // A length of sleep that nobody else has: the call can be found by it.
  const sleep = `${8000 + count}.${process.pid}`;
  const script = `#!/bin/sh\ncase " $* " in *'${text}'*) exec sleep ${sleep};; esac\nexec '${real}' "$@"\n`;
  await writeFile(join(own, tool), script, { mode: 0o755 });
  // Looked for from outside: a confined tool can leave no mark.
  const sleeps = async (): Promise<boolean> =>
    (await execa('pgrep', ['-f', `^sleep ${sleep}`], { reject: false })).exitCode === 0;
  return {
    path: `${own}${delimiter}${process.env['PATH'] ?? ''}`,
    reached: async (ended) => {
      const over = ended.then(() => true);
      while (!(await sleeps())) if (await Promise.race([over, setTimeout(50, false)])) return await sleeps();
      return true;
    },
    gone: async () => {
      for (let look = 0; look < 100; look += 1) {
        if (!(await sleeps())) return true;
        await setTimeout(50);
      }
      return false;
    },
  };
}
