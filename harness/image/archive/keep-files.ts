// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTree, type KeptEntry } from './file-tree.js';
import { type ArchiveLimits, type ArchiveName, tooMuch } from './limits.js';
import { type TarEntry, type Unpacked, readTar } from './tar.js';

/** An archive to keep the files of. */
export interface KeptArchive {
  /** Opens what is to be unpacked. */
  open(): Promise<Unpacked>;
}

/** How to keep files. */
export interface KeepOptions {
  what: ArchiveName;
  limits: ArchiveLimits;
  /** True when files may say what of the archives before is hidden, as those of container images do. */
  layers: boolean;
  /** Folders that stay empty, e.g. `dev`. */
  empty?: ReadonlySet<string> | undefined;
  signal?: AbortSignal | undefined;
}

/** Names of the two files. */
export const FILES = { tree: 'tree.json', data: 'data' } as const;

/** Signs of a container image's layer: that one file is hidden, that all of a folder is. */
const HIDDEN = '.wh.';
const ALL_HIDDEN = '.wh..wh..opq';

/**
 * Keeps the files of archives, laid over each other in order, as two files: `tree.json` and `data`. Nothing is unpacked to the
 * file system; device nodes, sockets and pipes are left out, owners and times too.
 * @throws BenchError (exit 3) `ARCHIVE_*`; the limits count for all archives together.
 */
export async function keepFiles(
  archives: readonly KeptArchive[],
  into: string,
  options: KeepOptions,
): Promise<void> {
  const tree = new FileTree(options.what, options.limits);
  const all = join(into, 'all');
  const file = await open(all, 'wx+', 0o600);
  try {
    const store = { file, length: 0 };
    const limits = { ...options.limits };
    for (const archive of archives) {
      tree.nextLayer();
      let entries = 0;
      const before = store.length;
      for await (const entry of readTar(await archive.open(), { ...options, limits })) {
        entries += 1;
        await keepEntry(entry, tree, store, options.layers);
      }
      limits.entries -= entries;
      limits.bytes -= store.length - before;
    }
    await writeKept(tree, file, into, options);
  } finally {
    await file.close();
    await rm(all, { force: true });
  }
}

async function keepEntry(
  entry: TarEntry,
  tree: FileTree,
  store: { file: FileHandle; length: number },
  layers: boolean,
): Promise<void> {
  const { path, kind, mode, target, size } = entry;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const above = path.slice(0, Math.max(0, path.length - name.length - 1));
  if (layers && name === ALL_HIDDEN) tree.hideBelow(above);
  else if (layers && name.startsWith(HIDDEN)) {
    const hidden = name.slice(HIDDEN.length);
    // A folder is not in itself, nor in the one above it.
    if (hidden !== '' && hidden !== '.' && hidden !== '..')
      tree.hide(above === '' ? hidden : `${above}/${hidden}`);
  } else if (kind === 'directory') tree.addFolder(path, mode);
  else if (kind === 'symlink') tree.addLink(path, target);
  else if (kind === 'hardlink') tree.addAlias(path, target);
  else if (kind === 'other') tree.remove(path);
  else {
    const offset = store.length;
    for await (const chunk of entry.contents()) {
      await store.file.writeFile(chunk);
      store.length += chunk.length;
    }
    tree.addFile(path, { mode, offset, length: size });
  }
}

/** Of what layers have replaced nothing is kept; files with several names are kept once. */
async function writeKept(
  tree: FileTree,
  from: FileHandle,
  into: string,
  { what, limits, empty = new Set() }: KeepOptions,
): Promise<void> {
  const kept: KeptEntry[] = [];
  const places = new Map<number, number>();
  const to = await open(join(into, FILES.data), 'wx', 0o600);
  try {
    let [length, sum] = [0, 0];
    for (const entry of tree.entries()) {
      if (empty.has(entry.path.slice(0, Math.max(0, entry.path.indexOf('/'))))) continue;
      if (entry.kind !== 'file' || entry.length === 0) {
        kept.push(entry.kind === 'file' ? { ...entry, offset: 0 } : entry);
        continue;
      }
      // A guest gets every name as a file of its own.
      sum += entry.length;
      if (sum > limits.bytes) throw tooMuch(what, 'bytes', limits.bytes);
      const offset = places.get(entry.offset) ?? length;
      kept.push({ ...entry, offset });
      if (places.has(entry.offset)) continue;
      await copyRange(from, entry, to);
      places.set(entry.offset, offset);
      length += entry.length;
    }
  } finally {
    await to.close();
  }
  await writeFile(join(into, FILES.tree), JSON.stringify(kept), { mode: 0o600 });
}

async function copyRange(
  from: FileHandle,
  { offset, length }: { offset: number; length: number },
  to: FileHandle,
): Promise<void> {
  const chunk = Buffer.alloc(Math.min(length, 2 ** 20));
  for (let done = 0; done < length;) {
    const { bytesRead } = await from.read(chunk, 0, Math.min(chunk.length, length - done), offset + done);
    if (bytesRead === 0) throw new Error('a file that was just written has an end too early');
    await to.writeFile(chunk.subarray(0, bytesRead));
    done += bytesRead;
  }
}
