// SPDX-License-Identifier: Apache-2.0
import { access, mkdir, writeFile } from 'node:fs/promises';
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
  const mark = join(own, 'called');
  // A length of sleep that nobody else has: the call can be found by it.
  const sleep = `${8000 + count}.${process.pid}`;
  const script = `#!/bin/sh\ncase " $* " in *'${text}'*) : >'${mark}'; exec sleep ${sleep};; esac\nexec '${real}' "$@"\n`;
  await writeFile(join(own, tool), script, { mode: 0o755 });
  const called = (): Promise<boolean> =>
    access(mark).then(
      () => true,
      () => false,
    );
  return {
    path: `${own}${delimiter}${process.env['PATH'] ?? ''}`,
    reached: async (ended) => {
      const over = ended.then(() => true);
      while (!(await called())) if (await Promise.race([over, setTimeout(50, false)])) return await called();
      return true;
    },
    gone: async () => {
      for (let look = 0; look < 100; look += 1) {
        const { exitCode } = await execa('pgrep', ['-f', `^sleep ${sleep}`], { reject: false });
        if (exitCode !== 0) return true;
        await setTimeout(50);
      }
      return false;
    },
  };
}
