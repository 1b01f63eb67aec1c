// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../core/cache.js';
import { rawText } from '../core/foreign.js';
import { setupCommand } from '../core/invocation.js';
import { cacheRoot, packagePath } from '../core/paths.js';
import { runTool } from '../core/tool.js';

const UNITS = ['confine', 'identity', 'files', 'mounts', 'devices', 'view', 'processes', 'probe'];

/** Static: it is executed for every boot, and starts faster without a linker. */
const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-s', '-static'];

const built = new Map<string, Promise<string>>();

/**
 * Path of `confine`, which runs a program of somebody else's with as few rights as it needs. Compiled once per state of its sources
 * and the compiler, and looked for once per process.
 * @throws BenchError `CONFINE_HELPER` (exit 3) with the compiler's words.
 */
export async function buildConfine(signal?: AbortSignal): Promise<string> {
  const root = cacheRoot();
  const path = built.get(root) ?? compile(signal);
  built.set(root, path);
  // Whoever asks next tries again.
  path.catch(() => built.delete(root));
  return await path;
}

async function compile(signal?: AbortSignal): Promise<string> {
  const tool = {
    code: 'CONFINE_HELPER',
    next: `Install gcc and libc6-dev (\`${setupCommand()}\` does).`,
    signal,
  };
  const [compiler = ''] = rawText(await runTool('gcc', ['--version'], tool)).split('\n');
  const source = (name: string): string => packagePath('harness', 'confine', name);
  const files = ['confine.h', ...UNITS.map((name) => `${name}.c`)].map(source);
  const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const { dir } = await cached({
    kind: 'host',
    label: 'what confines programs on this host',
    inputs: { compiler, sources, flags: FLAGS },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const units = files.filter((file) => file.endsWith('.c'));
      await runTool('gcc', [...FLAGS, '-o', join(into, 'confine'), ...units], tool);
    },
  });
  return join(dir, 'confine');
}
