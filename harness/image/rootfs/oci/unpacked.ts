// SPDX-License-Identifier: Apache-2.0
import {
  type FileHandle,
  chmod,
  lstat,
  open,
  readFile,
  readdir,
  readlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { measureError } from '../../../core/errors.js';
import type { NamedEntry } from '../tree.js';

/** An entry of an image as it is kept: a file's bytes are a range of `data`. */
type KeptEntry =
  | { path: string; kind: 'directory'; mode: number }
  | { path: string; kind: 'file'; mode: number; offset: number; length: number }
  | { path: string; kind: 'symlink'; target: string };

/** Filled when the guest runs. */
const EMPTY = new Set(['dev', 'proc', 'sys']);

/** As much as one read gives, and more than a guest can hold twice. */
const LIMIT = 2 ** 31 - 1;

/**
 * Keeps an unpacked root file system as two files, `tree.json` and `data`, so that neither the permissions of its folders
 * nor the links in it matter to who reads it later. Device nodes, sockets and pipes are left out, owners and times too.
 * @throws BenchError (exit 3) `OCI_TOO_LARGE` or `OCI_NAME`.
 */
export async function keepTree(root: string, into: string): Promise<void> {
  const entries: KeptEntry[] = [];
  const data = await open(join(into, 'data'), 'w');
  try {
    await keepFolder(root, '', entries, { data, length: 0 });
  } finally {
    await data.close();
  }
  await writeFile(join(into, 'tree.json'), JSON.stringify(entries));
}

/** Reads what {@link keepTree} wrote. */
export async function keptTree(dir: string): Promise<NamedEntry[]> {
  const entries = JSON.parse(await readFile(join(dir, 'tree.json'), 'utf8')) as KeptEntry[];
  const data = await readFile(join(dir, 'data'));
  return entries.map((entry) => {
    if (entry.kind !== 'file') return entry;
    const { path, kind, mode, offset, length } = entry;
    return { path, kind, mode, data: data.subarray(offset, offset + length) };
  });
}

async function keepFolder(
  root: string,
  folder: string,
  entries: KeptEntry[],
  store: { data: FileHandle; length: number },
): Promise<void> {
  for (const name of await namesIn(join(root, folder))) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const file = join(root, path);
    const stat = await lstat(file);
    const mode = stat.mode & 0o7777;
    if (stat.isSymbolicLink()) entries.push({ path, kind: 'symlink', target: await readlink(file) });
    else if (stat.isDirectory()) {
      entries.push({ path, kind: 'directory', mode });
      // Also so that it can be removed afterwards by who is not root.
      if ((mode & 0o700) !== 0o700) await chmod(file, mode | 0o700);
      if (!EMPTY.has(path)) await keepFolder(root, path, entries, store);
    } else if (stat.isFile()) {
      if ((mode & 0o400) === 0) await chmod(file, mode | 0o400);
      if (store.length + stat.size > LIMIT) throw tooLarge();
      const bytes = await readFile(file);
      await store.data.writeFile(bytes);
      entries.push({ path, kind: 'file', mode, offset: store.length, length: bytes.length });
      store.length += bytes.length;
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, 'buffer');
  return names
    .sort((a, b) => Buffer.compare(a, b))
    .map((bytes) => {
      const name = bytes.toString('utf8');
      if (Buffer.from(name).equals(bytes)) return name;
      throw measureError(
        'OCI_NAME',
        `the image has a file whose name is not UTF-8, below ${folder}: ${name}.`,
        'Make an image without it.',
      );
    });
}

function tooLarge(): Error {
  return measureError(
    'OCI_TOO_LARGE',
    'the files of the image have more than 2 GiB.',
    'Use a smaller variant of the image; a guest holds its root in memory.',
  );
}
