// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Artifact, artifactAt, artifactOf } from '../core/artifact.js';
import { cached } from '../core/cache.js';
import type { BootImage } from '../image/boot-image.js';
import { assembleProfile } from './assemble/assemble.js';
import type { GuestTime } from './assemble/durations.js';
import type { ProfiledClient } from './assemble/phases.js';
import { type ElfFile, readElf } from '../image/elf/file.js';
import { type KernelFile, readKernel } from './kernel/kernel.js';
import { watchList } from './kernel/watch.js';
import { buildPlugin } from './plugin.js';
import { readPrograms } from './program/root.js';
import { readRawProfile } from './raw/read.js';
import { sourcesOf } from './sources/find.js';
import { withSources } from './sources/sources.js';
import { findNames } from './symbols/find.js';
import type { RebuildOptions } from './symbols/rebuild.js';
import { withSymbolSources } from './symbols/sources.js';
import type { Profile } from './types.js';

/** What is needed to count the instructions of an image's boots. */
export interface Profiler {
  /** For the boot: the plugin, and what it watches for. */
  artifacts: Artifact[];
  /**
   * Makes a profile of what the plugin wrote.
   * @throws BenchError `PROFILE_BROKEN`, `PROFILE_INEXACT`, `ROOT_DAMAGED`, `ROOT_TOO_LARGE` (exit 3).
   */
  profileOf(counted: Uint8Array, boot: ProfiledBoot): Promise<Profile>;
}

/** What is known of a boot beside what was counted. */
export interface ProfiledBoot extends Pick<Profile, 'scenario' | 'system' | 'app' | 'metrics'> {
  /** What the guest reported; missing when it never did. */
  time: GuestTime | undefined;
  /** Clients in the guest, in the order in which they ran. */
  clients: readonly ProfiledClient[];
}

/**
 * Prepares to count the instructions of an image's boots.
 * @param system for messages.
 * @param qemu version as QEMU prints it.
 * @throws BenchError (exit 3) `PROFILE_SYMBOLS`, `PROFILE_UNSUPPORTED`, `PROFILE_PLUGIN`, `ELF_DAMAGED`.
 */
export async function makeProfiler(
  image: BootImage,
  system: string,
  qemu: string,
  options: RebuildOptions = {},
): Promise<Profiler> {
  const { signal } = options;
  const kernel = await readKernel(image.system.symbols, system);
  const unstripped = await Promise.all((image.programSymbols ?? []).map(readProgram));
  const plugin = await buildPlugin(qemu, signal);
  const watch = await watchFile(kernel, unstripped, signal);
  return {
    artifacts: [plugin, watch],
    profileOf: async (counted, boot) => {
      const raw = readRawProfile(counted);
      const found = await readPrograms(artifactOf(image.artifacts, 'initrd').path, kernel, unstripped);
      const named = await findNames(found.programs, image.packages, options);
      const programs = { programs: named.programs, notes: [...found.notes, ...named.notes] };
      const profile = withSymbolSources(assembleProfile({ raw, kernel, programs, ...boot }), named.sources);
      const { symbols } = image.system;
      return symbols === undefined
        ? profile
        : withSources(profile, await sourcesOf(symbols, kernel.elf, signal));
    },
  };
}

async function readProgram(path: string): Promise<ElfFile> {
  return readElf(await readFile(path), path);
}

/** The list as a file, which a host can be given. */
async function watchFile(
  kernel: KernelFile,
  programs: readonly ElfFile[],
  signal: AbortSignal | undefined,
): Promise<Artifact> {
  const text = watchList(kernel, programs);
  const { dir } = await cached({
    kind: 'host',
    label: 'what a profile watches for',
    inputs: { watch: text },
    ...(signal === undefined ? {} : { signal }),
    build: (into) => writeFile(join(into, 'watch'), text),
  });
  return await artifactAt('watch', join(dir, 'watch'));
}
