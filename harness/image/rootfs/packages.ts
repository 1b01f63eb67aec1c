// SPDX-License-Identifier: Apache-2.0
import { lstat, readFile, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { hasCode } from '../../core/files.js';
import type { PackageRecord } from './apt-records.js';
import type { UsedPackage } from './types.js';

/** A file or link of a package, as it goes into a tree. */
export type PackageFile = { owner: string } & (
  { kind: 'file'; mode: number; data: Buffer } | { kind: 'symlink'; target: string }
);

/** Gives the folder of a package's unpacked files. */
export type Unpack = (record: PackageRecord) => Promise<string>;

/** Folders that some releases keep at the top and others below /usr. */
const MERGED = /^usr\/(?=(?:bin|sbin|lib|lib64)\/)/;

/** Files of packages by path. A package is downloaded when something in it is looked for, not before. */
export class Packages {
  readonly #records: ReadonlyMap<string, PackageRecord>;
  readonly #unpack: Unpack;
  readonly #roots = new Map<string, string>();
  readonly #used = new Set<string>();

  constructor(records: ReadonlyMap<string, PackageRecord>, unpack: Unpack) {
    this.#records = records;
    this.#unpack = unpack;
  }

  /** Packages that a file was taken from, sorted by name. */
  used(): UsedPackage[] {
    return [...this.#used].sort().flatMap((name) => {
      const record = this.#records.get(name);
      return record === undefined ? [] : [{ name, version: record.version, sha256: record.sha256 }];
    });
  }

  /**
   * Finds a canonical path in these packages and, with `direct`, in what they depend on directly.
   * @param likely what the name of the package that has it may begin with, e.g. `libssl`: it is searched first.
   */
  async find(
    path: string,
    owners: readonly string[],
    dependencies: 'none' | 'direct',
    likely = '',
  ): Promise<PackageFile | undefined> {
    for (const owner of owners) {
      const found = await this.#lookup(owner, path);
      if (found !== undefined) return found;
    }
    if (dependencies === 'none') return undefined;
    const names = owners.flatMap((owner) => this.#records.get(owner)?.depends ?? []);
    const depends = [...new Set(names.flatMap((name) => this.#packagesNamed(name)))];
    const rank = (name: string): number =>
      likely !== '' && name.startsWith(likely) ? 0 : name.startsWith('lib') ? 1 : 2;
    // Array.sort keeps the order of equals, which is the order of the record.
    for (const owner of depends.sort((a, b) => rank(a) - rank(b))) {
      const found = await this.#lookup(owner, path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Files and links below a folder of these packages, relative to it, each once, sorted. */
  async below(folder: string, owners: readonly string[]): Promise<string[]> {
    const found = new Set<string>();
    for (const owner of owners) {
      const root = await this.#open(owner);
      if (root === undefined) continue;
      for (const variant of variants(folder)) {
        for (const name of await namesBelow(root, variant)) found.add(name);
      }
    }
    return [...found].sort();
  }

  /** The package of this name, or those that provide it. */
  #packagesNamed(name: string): string[] {
    if (this.#records.has(name)) return [name];
    return [...this.#records.values()]
      .filter(({ provides }) => provides.includes(name))
      .map((record) => record.name);
  }

  async #lookup(owner: string, path: string): Promise<PackageFile | undefined> {
    const root = await this.#open(owner);
    if (root === undefined) return undefined;
    for (const variant of variants(path)) {
      const found = await readEntry(root, variant);
      if (found === undefined) continue;
      this.#used.add(owner);
      return { owner, ...found };
    }
    return undefined;
  }

  async #open(name: string): Promise<string | undefined> {
    const known = this.#roots.get(name);
    if (known !== undefined) return known;
    const record = this.#records.get(name);
    if (record === undefined) return undefined;
    const root = await realpath(await this.#unpack(record));
    this.#roots.set(name, root);
    return root;
  }
}

function variants(path: string): string[] {
  return MERGED.test(path) ? [path, path.replace(MERGED, '')] : [path];
}

async function namesBelow(root: string, folder: string): Promise<string[]> {
  const top = join(root, folder);
  try {
    if ((await realpath(top)) !== top) return [];
    const entries = await readdir(top, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => relative(top, join(entry.parentPath, entry.name)));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

type Entry = { kind: 'file'; mode: number; data: Buffer } | { kind: 'symlink'; target: string };

/** A link among the folders of a package must not lead to the host's own files. */
async function readEntry(root: string, path: string): Promise<Entry | undefined> {
  try {
    const file = join(root, path);
    const folder = await realpath(dirname(file));
    if (folder !== root && !folder.startsWith(root + sep)) return undefined;
    const stat = await lstat(file);
    if (stat.isSymbolicLink()) return { kind: 'symlink', target: await readlink(file) };
    if (!stat.isFile()) return undefined;
    return { kind: 'file', mode: (stat.mode & 0o111) === 0 ? 0o644 : 0o755, data: await readFile(file) };
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
