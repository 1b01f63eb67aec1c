// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Artifact, artifactAt } from '../core/artifact.js';
import { measureError } from '../core/errors.js';
import { compiledOnHost } from '../core/host-program.js';
import { packagePath } from '../core/paths.js';
import { printable } from '../core/printable.js';

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
  const folder = packagePath('harness', 'profile', 'plugin');
  const names = (await readdir(folder)).filter((name) => /\.[ch]$/.test(name)).sort();
  const units = names.filter((name) => name.endsWith('.c')).map((name) => join(folder, name));
  const dir = await compiledOnHost({
    label: "QEMU's plugin that counts instructions",
    sources: names.map((name) => join(folder, name)),
    inputs: { names, flags },
    compile: (into, gcc) => gcc([...flags, '-o', join(into, 'profile.so'), ...units]),
    ...{ code: 'PROFILE_PLUGIN', signal },
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
