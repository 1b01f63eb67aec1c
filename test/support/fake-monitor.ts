// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../harness/core/cache.js';
import { packagePath } from '../../harness/core/paths.js';
import { runTool } from '../../harness/core/tool.js';

/** Path of the static program that plays a monitor which a system brings. */
export async function fakeMonitor(): Promise<string> {
  const source = packagePath('test', 'support', 'fake-monitor.c');
  const { dir } = await cached({
    kind: 'host',
    label: 'a program that plays a monitor',
    inputs: { source: await readFile(source, 'utf8') },
    build: async (into) => {
      const words = ['-O2', '-Wall', '-Wextra', '-Werror', '-static', '-o', join(into, 'monitor'), source];
      await runTool('gcc', words, { code: 'FAKE_MONITOR', next: 'Correct it.' });
    },
  });
  return join(dir, 'monitor');
}
