// SPDX-License-Identifier: Apache-2.0
import type { KeptFiles } from '../archive/kept-files.js';
import type { PackageRecord } from './apt-records.js';
import type { UsedPackage } from './types.js';

/** A file or link of a package, as it goes into a tree. */
export type PackageFile = { owner: string } & (
  { kind: 'file'; mode: number; data: Buffer } | { kind: 'symlink'; target: string }
);

/** Gives the files of a package. */
export type Unpack = (record: PackageRecord) => Promise<Pick<KeptFiles, 'entry' | 'below'>>;

/** Folders that some releases keep at the top and others below /usr. */
const MERGED = /^usr\/(?=(?:bin|sbin|lib|lib64)\/)/;

/** Files of packages by path. A package is downloaded when something in it is looked for, not before. */
export class Packages {
  readonly #records: ReadonlyMap<string, PackageRecord>;
  readonly #unpack: Unpack;
  readonly #opened = new Map<string, Awaited<ReturnType<Unpack>>>();
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
      const files = await this.#open(owner);
      for (const variant of variants(folder)) {
        for (const name of files?.below(variant) ?? []) found.add(name);
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
    const files = await this.#open(owner);
    for (const variant of variants(path)) {
      const found = await files?.entry(variant);
      if (found === undefined || found.kind === 'directory') continue;
      this.#used.add(owner);
      if (found.kind === 'symlink') return { owner, ...found };
      return { owner, ...found, mode: (found.mode & 0o111) === 0 ? 0o644 : 0o755 };
    }
    return undefined;
  }

  async #open(name: string): Promise<Awaited<ReturnType<Unpack>> | undefined> {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const record = this.#records.get(name);
    if (record === undefined) return undefined;
    const files = await this.#unpack(record);
    this.#opened.set(name, files);
    return files;
  }
}

function variants(path: string): string[] {
  return MERGED.test(path) ? [path, path.replace(MERGED, '')] : [path];
}
