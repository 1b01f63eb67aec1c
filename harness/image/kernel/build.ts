// SPDX-License-Identifier: Apache-2.0
import { copyFile, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { type Artifact, artifactAt } from '../../core/artifact.js';
import { type CacheEntry, type EntryKey, type EntryStore, cached, isCached } from '../../core/cache.js';
import { says } from '../../core/foreign.js';
import { type JsonValue, digestOf } from '../../core/json.js';
import { cacheFolder } from '../../core/cache-folder.js';
import { type Progress, silent } from '../../core/progress.js';
import { toolVersion } from '../../core/tool-version.js';
import { runTool } from '../../core/tool.js';
import type { LinuxSystem } from '../../system/types.js';
import { configure, enabledOptions, fixedVariables, parseConfig } from './config.js';
import { PT_LOAD } from '../elf/segments.js';
import { kernelSegments } from './elf.js';
import { type OptionRequest, mergeFragments } from './fragments.js';
import { LINKED, type LoadedKernel, loadedKernel } from './loaded.js';
import { KernelObjects, type WorkFolder, removeFolder } from './objects.js';
import { ownConfigNotes, readOwnConfig, baseConfigInput } from './own-config.js';
import { buildHistory, estimateBuild } from './progress.js';
import { readPatches } from './patch-files.js';
import { sourceOf } from './patched-source.js';
import type { KernelSource } from './source.js';

/** A kernel, built and in the cache. */
export interface KernelImage {
  /** Digest of every input of the build. */
  digest: string;
  /** `kernel` (stripped and packed, what the VMM loads), `kernel-compressed`, `config`. */
  artifacts: Artifact[];
  /** The linked kernel with its symbols; not described as an artefact, because its digest would be taken at every start. */
  symbols: string;
  /** Bytes of the kernel when it is only stripped. */
  strippedBytes: number;
  /** First byte of guest memory behind the loaded kernel. */
  loadedEnd: number;
  /** Number of Kconfig options set to y. */
  options: number;
  /** True when nothing had to be built. */
  hit: boolean;
  /** The store that it was fetched from, now or earlier. */
  fetched?: string | undefined;
}

/** What a kernel is made from. */
export interface KernelRequest {
  system: LinuxSystem;
  kernelSource: KernelSource;
  /** Objects shared with the builds before and after this one; its own when missing. */
  objects?: KernelObjects;
  /** Whether a kernel of the same family comes later, so that the objects are worth keeping. */
  keepObjects?: boolean;
  /** Asked before anything is built. */
  store?: EntryStore | undefined;
  /** Another folder for the entry, to build it a second time. */
  folder?: string | undefined;
  signal?: AbortSignal;
  progress?: Progress;
}

/** Steps and seconds of linking a kernel anew where its objects are there (2 cores). */
export const RELINKED = { steps: 40, seconds: 40 };

/** Files of a kernel's entry. */
export const KERNEL_FILES = ['bzImage', 'config', LINKED];

/** All inputs of a kernel build; the digest of this names the cache entry. */
export async function kernelInputs(system: LinuxSystem, sourceSha256: string): Promise<JsonValue> {
  const requests = await mergeFragments(system.fragments);
  const patches = (await readPatches(system.patches)).map(({ sha256 }) => sha256);
  return {
    format: 1,
    source: sourceSha256,
    ...(patches.length === 0 ? {} : { patches }),
    // Inputs keep the names that they had: another name is another digest, and every kernel would be built again.
    start: await baseConfigInput(system.baseConfig),
    options: requests.map(({ name, value }) => `${name}=${value}`),
    arguments: [...fixedVariables, ...system.make],
    compiler: await toolVersion('gcc'),
    linker: await toolVersion('ld'),
    // Either may have packed the bzImage; which one is the configuration's choice.
    compressors: [await toolVersion('xz'), await toolVersion('gzip')],
  };
}

/** Where a kernel comes from, and how long it takes. */
export interface PlannedBuild {
  digest: string;
  family: string;
  from: 'cache' | 'store' | 'build';
  /** How long a build is expected to take, s; 0 without one. */
  seconds: number;
}

/** The name of a kernel's entry, for these inputs. */
export function kernelKey({ name }: Pick<LinuxSystem, 'name'>, inputs: JsonValue): EntryKey {
  return { kind: 'kernel', digest: digestOf({ kind: 'kernel', inputs }), label: `kernel ${name}` };
}

/**
 * Whether the cache or a store holds the kernel, and how long a build is expected to take otherwise. Systems with the same
 * digest share one kernel.
 */
export async function planKernel(
  system: LinuxSystem,
  sourceSha256: string,
  store?: EntryStore,
): Promise<PlannedBuild> {
  const inputs = await kernelInputs(system, sourceSha256);
  const key = kernelKey(system, inputs);
  const cached = await isCached('kernel', inputs, store);
  const stored = !cached && (await store?.has(key)) === true;
  const { seconds } = await estimateBuild(system.name, askedCount(await mergeFragments(system.fragments)));
  const family = await familyOf(system, sourceSha256);
  const from = cached ? 'cache' : stored ? 'store' : 'build';
  return { digest: digestOf(inputs), family, from, seconds: from === 'build' ? seconds : 0 };
}

/** Digest of what kernels have in common that differ only in the system's variables of make. */
async function familyOf(system: LinuxSystem, sourceSha256: string): Promise<string> {
  return digestOf(await kernelInputs({ ...system, make: [] }, sourceSha256));
}

/**
 * Gives the kernel of a system from the cache, or builds it.
 * @throws BenchError `OPTION_REFUSED` or `PATCH_MISFIT` (exit 2), `KERNEL_BUILD` (exit 3) with the compiler's last lines
 *   and the log.
 */
export async function buildKernel(request: KernelRequest): Promise<KernelImage> {
  const { system, kernelSource, signal } = request;
  const progress = request.progress ?? silent;
  const entry = await cached({
    kind: 'kernel',
    label: `kernel ${system.name}`,
    inputs: await kernelInputs(system, kernelSource.sha256),
    ...{ store: request.store, files: KERNEL_FILES, folder: request.folder },
    ...(signal === undefined ? {} : { signal }),
    onWait: () => {
      progress.note(`another process is building the kernel of ${system.name}; waiting for it`);
    },
    onDamage: (what) => {
      progress.note(`cache entry damaged, set aside and built again: ${what}`);
    },
    build: async (dir) => {
      progress.step(`unpacking ${kernelSource.version}`);
      const source = await sourceOf(kernelSource, system.patches, signal);
      const objects = request.objects ?? new KernelObjects();
      const family = await familyOf(system, kernelSource.sha256);
      const work = await objects.take(family, basename(dir));
      try {
        await make(source, work, await mergeFragments(system.fragments), request, progress);
        await copyFile(join(work.path, 'arch/x86/boot/bzImage'), join(dir, 'bzImage'));
        await copyFile(join(work.path, 'final.config'), join(dir, 'config'));
        await copyFile(join(work.path, 'vmlinux'), join(dir, LINKED));
      } catch (error) {
        await removeFolder(work.path);
        throw error;
      }
      if (request.keepObjects === true) await objects.keep(family, work.path);
      else await removeFolder(work.path);
    },
  });
  return await describeKernel(entry, await loadedKernel(entry, signal));
}

async function make(
  source: string,
  work: WorkFolder,
  requests: readonly OptionRequest[],
  { system, signal }: KernelRequest,
  progress: Progress,
): Promise<void> {
  if (!work.compiled) {
    progress.step(`configuring the kernel of ${system.name}`);
    const config = await configure(source, work.path, system.baseConfig, requests, signal);
    if (typeof system.baseConfig !== 'string') {
      const { config: own } = system.baseConfig;
      const asked = parseConfig(await readOwnConfig(own));
      // A fragment has the last word.
      for (const { name } of requests) asked.delete(name);
      for (const note of ownConfigNotes(own, asked, parseConfig(config))) progress.note(note);
    }
  }
  const expected = work.compiled ? RELINKED : await estimateBuild(system.name, askedCount(requests));
  const started = performance.now();
  let steps = 0;
  const args = [
    '-C',
    source,
    `O=${work.path}`,
    `-j${availableParallelism()}`,
    ...fixedVariables,
    ...system.make,
    'vmlinux',
    'bzImage',
  ];
  await runTool('make', args, {
    signal,
    code: 'KERNEL_BUILD',
    next: 'Correct the fragment or the source as the compiler says; `lupine-bench doctor` shows missing packages.',
    log: join(await cacheFolder('logs'), `kernel-${system.name}.log`),
    onLine: (line) => {
      if (says(line, /^ {2}[A-Z][A-Z0-9_ ]+ /)) steps += 1;
      progress.ratio(
        `building the kernel of ${system.name}`,
        Math.min(steps / expected.steps, 0.99),
        expected.seconds,
      );
    },
  });
  if (work.compiled) return;
  await buildHistory.remember(system.name, {
    steps,
    seconds: (performance.now() - started) / 1000,
    asked: askedCount(requests),
  });
}

function askedCount(requests: readonly OptionRequest[]): number {
  return requests.filter(({ value }) => value === 'y').length;
}

async function describeKernel(entry: CacheEntry, loaded: LoadedKernel): Promise<KernelImage> {
  const config = await artifactAt('config', join(entry.dir, 'config'));
  const kernel = await artifactAt('kernel', loaded.path);
  return {
    digest: entry.digest,
    hit: entry.hit,
    fetched: entry.fetched,
    artifacts: [kernel, await artifactAt('kernel-compressed', join(entry.dir, 'bzImage')), config],
    symbols: join(entry.dir, LINKED),
    strippedBytes: loaded.strippedBytes,
    loadedEnd: loadedEnd(await readFile(kernel.path)),
    options: enabledOptions(await readFile(config.path, 'utf8')).length,
  };
}

/** First byte of guest memory behind an ELF kernel: with less memory it cannot even be loaded. */
function loadedEnd(kernel: Buffer): number {
  const loads = kernelSegments(kernel).filter(({ type }) => type === PT_LOAD);
  return Math.max(...loads.map(({ paddr, memsz }) => Number(paddr) + memsz));
}
