// SPDX-License-Identifier: Apache-2.0
import { basename, dirname, join } from 'node:path';
import { type CacheEntry, cached } from '../../core/cache.js';
import { findDamage, readManifest, setAside } from '../../core/cache-entry.js';
import { cacheFolder } from '../../core/cache-folder.js';
import type { ListedEntry } from '../../core/cache-list.js';
import { measureError, usageError } from '../../core/errors.js';
import { compactJson } from '../../core/json.js';
import { acquireLock } from '../../core/lock.js';
import { ownValue } from '../../core/own.js';
import { inWorkFolder } from '../../core/work-folder.js';
import { type Environment, storeOf } from '../../environment/environment.js';
import { KERNEL_FILES, buildKernel, kernelInputs, kernelKey } from '../../image/kernel/build.js';
import { sourcesOf } from '../../image/kernel/sources.js';
import { rootNeeds, rootOf } from '../../image/root-of.js';
import { buildRootfs } from '../../image/rootfs/build.js';
import type { LinuxSystem } from '../../system/types.js';
import { entryName } from '../../store/document.js';
import type { Session } from '../session.js';
import { type FindWishes, builtSystem, findEntries, rootLabel } from './find.js';
import type { KernelSources } from '../../plan/source.js';

/** What came of making an entry a second time. */
export interface VerifiedEntry {
  kind: string;
  digest: string;
  label: string;
  fetched?: string | undefined;
  /** Names of its files, all of them equal to those that were made now. */
  files: string[];
}

/** An entry of the cache that is looked at. */
type Looked = Pick<ListedEntry, 'kind' | 'digest' | 'label' | 'dir' | 'fetched' | 'locks'>;

/** Makes the same entry in another folder; gives its place there, or nothing where this machine would make another one. */
export type MakeAgain = (entry: Looked, folder: string) => Promise<string | undefined>;

/**
 * Makes an entry again, in a folder of its own, and compares the bytes. A kernel that the cache does not have is fetched from the
 * project's store first.
 * @throws BenchError (exit 3) `ENTRY_DIFFERS` with the names of the files: what was fetched is set aside then; `ENTRY_INPUTS` where
 *   this machine has other inputs; what making it throws.
 */
export async function verifyEntry(
  name: string,
  wishes: { kernelSource?: KernelSources | undefined },
  environment: Environment,
  session: Session,
): Promise<VerifiedEntry> {
  const { progress, signal } = session;
  const find: FindWishes = { ...wishes, signal };
  const system = builtSystem(name, environment);
  const entry =
    system === undefined
      ? await onlyOne(name, environment, find)
      : await kernelOf(system, find, environment, session);
  progress.step(`making ${entryName(entry)} again`);
  const make: MakeAgain =
    entry.kind === 'kernel'
      ? (one, folder) => kernelAgain(one, folder, find, environment, session)
      : (one, folder) => rootAgain(one, folder, environment, session);
  const verified = await compareAgain(entry, make, signal);
  progress.end();
  return verified;
}

/**
 * Compares an entry with what is made again.
 * @throws BenchError (exit 3) `ENTRY_DIFFERS`, `ENTRY_INPUTS`.
 */
export async function compareAgain(
  entry: Looked,
  make: MakeAgain,
  signal: AbortSignal,
): Promise<VerifiedEntry> {
  const { kind, digest, label, dir, fetched } = entry;
  const damage = await findDamage(dir, 'files');
  if (damage !== undefined)
    throw measureError(
      'CACHE_ENTRY',
      `${entryName(entry)} is damaged: ${damage}.`,
      'Whatever uses it next makes it again.',
    );
  return await inWorkFolder(`again${process.pid}-${digest}`, async (work) => {
    const again = await make(entry, join(work, 'again'));
    if (again === undefined) {
      throw measureError(
        'ENTRY_INPUTS',
        `${entryName(entry)} was made from other inputs than this machine has: another source, compiler, package or scenario.`,
        'Verify it where it was made, or with that source (--kernel-source).',
      );
    }
    const [before, now] = [await readManifest(dir), await readManifest(again)];
    const names = [
      ...new Set([...Object.keys(before?.files ?? {}), ...Object.keys(now?.files ?? {})]),
    ].sort();
    const other = names.filter(
      (file) => ownValue(before?.files ?? {}, file) !== ownValue(now?.files ?? {}, file),
    );
    if (other.length === 0) return { kind, digest, label, fetched, files: names };
    if (fetched !== undefined) await putAside(entry, signal);
    const from = fetched === undefined ? 'what the cache has' : `what ${fetched} gave`;
    const went = fetched === undefined ? '' : ' It is set aside, and no run uses it any more.';
    throw measureError(
      'ENTRY_DIFFERS',
      `${entryName(entry)}: ${from} is not what this machine makes of the same inputs; other bytes in ${other.join(', ')}.${went}`,
      'If this machine is sound, remove the entry from the store, and look at who wrote it and at what was measured with it.',
    );
  });
}

async function putAside({ dir, digest, locks }: Looked, signal: AbortSignal): Promise<void> {
  const lock = await acquireLock(join(locks, `${digest}.lock`), signal);
  try {
    await setAside(dir);
  } finally {
    await lock.release();
  }
}

async function onlyOne(name: string, environment: Environment, find: FindWishes): Promise<Looked> {
  const [entry, ...others] = await findEntries([name], environment, find);
  if (entry !== undefined && others.length === 0) return entry;
  const digests = [entry, ...others].map((one) => one?.digest.slice(0, 12) ?? '');
  throw usageError('USAGE', `"${name}" means several entries: ${digests.join(', ')}.`, 'Name one of these.');
}

/** The kernel of a system that a run would use: in the cache, or from the store. */
async function kernelOf(
  system: LinuxSystem,
  { kernelSource, signal }: FindWishes,
  { project, catalogue }: Environment,
  { progress }: Session,
): Promise<Looked> {
  const { sha256 } = await sourcesOf(kernelSource, catalogue.versions(), { signal })(system);
  const inputs = await kernelInputs(system, sha256);
  const key = kernelKey(system, inputs);
  const entry: CacheEntry = await cached({
    ...{ kind: key.kind, label: key.label, inputs, signal, files: KERNEL_FILES },
    store: storeOf(project, progress),
    build: () => {
      throw measureError(
        'CACHE_ENTRY',
        `neither the cache nor a store has the kernel of ${system.name} as this machine would build it.`,
        `Make it: lupine-bench build ${system.name}`,
      );
    },
  });
  return { ...key, dir: entry.dir, fetched: entry.fetched, locks: await cacheFolder(key.kind) };
}

async function kernelAgain(
  entry: Looked,
  folder: string,
  { kernelSource, signal }: FindWishes,
  environment: Environment,
  { progress }: Session,
): Promise<string | undefined> {
  const system = builtSystem(entry.label.replace(/^kernel /, ''), environment);
  if (system === undefined) return undefined;
  const source = await sourcesOf(kernelSource, environment.catalogue.versions(), { signal })(system);
  if (kernelKey(system, await kernelInputs(system, source.sha256)).digest !== entry.digest) return undefined;
  await buildKernel({ system, kernelSource: source, folder, progress, signal });
  return join(folder, entry.digest);
}

/** Which scenario needed a root image is not part of it: each that has the app is tried. */
async function rootAgain(
  { label, digest }: Looked,
  folder: string,
  { apps, scenarios }: Environment,
  { progress, signal }: Session,
): Promise<string | undefined> {
  const app = await apps.load(label.slice(rootLabel('').length));
  const having = (await scenarios.all()).loaded.filter((scenario) =>
    scenario.apps.includes(app.declaration.name),
  );
  const seen = new Set<string>();
  for (const scenario of having) {
    for (const clock of ['deterministic', 'wall'] as const) {
      const root = rootOf(app, rootNeeds(scenario), clock);
      const key = compactJson(root.job);
      if (seen.has(key)) continue;
      seen.add(key);
      const onProgress = (text: string): void => progress.step(text);
      const made = await buildRootfs({ ...root, folder, signal, onProgress });
      const dir = dirname(made.artifacts[0]?.path ?? '');
      if (basename(dir) === digest) return dir;
    }
  }
  return undefined;
}
