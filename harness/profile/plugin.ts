// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Artifact, artifactAt } from '../core/artifact.js';
import { cached } from '../core/cache.js';
import { measureError } from '../core/errors.js';
import { setupCommand } from '../core/invocation.js';
import { packagePath } from '../core/paths.js';
import { printable } from '../core/printable.js';
import { runTool } from '../core/tool.js';

const FLAGS = [
  ...['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared', '-fvisibility=hidden', '-s'],
];

/**
 * Compiles the plugin for a version of QEMU, once per state of its sources and the compiler.
 * @param qemu version as QEMU prints it.
 * @throws BenchError `PROFILE_UNSUPPORTED` for a version that takes none, `PROFILE_PLUGIN` (exit 3) with the compiler's words.
 */
export async function buildPlugin(qemu: string, signal?: AbortSignal): Promise<Artifact> {
  const flags = [...FLAGS, `-DQEMU_API=${pluginApi(qemu)}`];
  const tool = {
    code: 'PROFILE_PLUGIN',
    next: `Install gcc and libc6-dev (\`${setupCommand()}\` does).`,
    signal,
  };
  const [compiler = ''] = (await runTool('gcc', ['--version'], tool)).split('\n');
  const folder = packagePath('harness', 'profile', 'plugin');
  const names = (await readdir(folder)).filter((name) => /\.[ch]$/.test(name)).sort();
  const sources = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const { dir } = await cached({
    kind: 'host',
    label: "QEMU's plugin that counts instructions",
    inputs: { compiler, names, sources, flags },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const units = names.filter((name) => name.endsWith('.c')).map((name) => join(folder, name));
      await runTool('gcc', [...flags, '-o', join(into, 'profile.so'), ...units], tool);
    },
  });
  return await artifactAt('plugin', join(dir, 'profile.so'));
}

/**
 * Version of the plugin interface that a QEMU has.
 * @throws BenchError `PROFILE_UNSUPPORTED` (exit 3).
 */
export function pluginApi(qemu: string): 1 | 2 | 3 {
  const [, major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(qemu) ?? []).map(Number);
  if (major < 6) {
    throw measureError(
      'PROFILE_UNSUPPORTED',
      `QEMU ${printable(qemu, 60)} has no plugin interface that is known here: it came with 6.0.`,
      'Install a newer QEMU, or name one in LUPINE_BENCH_QEMU; measuring works without.',
    );
  }
  if (major < 9) return 1;
  return major === 9 && minor === 0 ? 2 : 3;
}
