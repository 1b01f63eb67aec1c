// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { BenchError } from '../../core/errors.js';
import { ownValue } from '../../core/own.js';
import type { KeptFiles } from '../../image/archive/kept-files.js';
import { readDebugElf, readElf } from '../../image/elf/file.js';
import { type ExactPackage, offeredPackages } from '../../image/rootfs/apt-offered.js';
import type { PackageRecord } from '../../image/rootfs/apt-records.js';
import { findPackages } from '../../image/rootfs/apt.js';
import { unpackedPackage } from '../../image/rootfs/deb.js';
import { type FoundNames, type Program, withNames } from '../program/program.js';
import type { SymbolSource } from '../types.js';
import { buildIdOf } from './build-id.js';
import { debugPath, debugSymbols } from './debug-file.js';
import { matchedFunctions } from './match.js';
import { type ObjectCode, objectCodeOf } from './object-code.js';
import { REBUILT, type RebuildOptions, rebuiltObjects } from './rebuild.js';
import { readLibrary } from './static-library.js';

/** Programs with the names that were found for them, and where from. */
export interface NamedPrograms {
  programs: Program[];
  /** Of each program without symbols of its own. */
  sources: SymbolSource[];
  /** What went wrong, one sentence each. */
  notes: string[];
}

/** Where packages come from. */
export interface SymbolPackages {
  /** Those of these that can be had. */
  offered: (wanted: readonly ExactPackage[]) => Promise<PackageRecord[]>;
  /** The files of one. */
  unpacked: (record: PackageRecord) => Promise<Pick<KeptFiles, 'entry'>>;
}

/** Packages of debug symbols that are not called `<package>-dbgsym`. */
const DEBUG: Readonly<Partial<Record<string, string>>> = { libc6: 'libc6-dbg' };

/** Packages with the static library of the same source. */
const STATIC: Readonly<Partial<Record<string, string>>> = {
  libjemalloc2: 'libjemalloc-dev',
  libssl3: 'libssl-dev',
  zlib1g: 'zlib1g-dev',
  'libpcre2-8-0': 'libpcre2-dev',
};

const LIBRARIES = 'usr/lib/x86_64-linux-gnu';

/**
 * Finds names for stripped programs: by debug symbols, else by equal code in the static library of the same source, else in what the
 * compiler makes of that source here. Nothing that is missing or damaged is an error: it is a note.
 * @param packages of the image, in their versions.
 */
export async function findNames(
  programs: readonly Program[],
  packages: readonly ExactPackage[],
  options: RebuildOptions,
  from: SymbolPackages = {
    offered: (wanted) => offeredPackages(wanted, options.signal),
    unpacked: (record) => unpackedPackage(record, options),
  },
): Promise<NamedPrograms> {
  const search = new Search(packages, options, from);
  if (programs.some(isOpen)) await search.ask();
  const named: NamedPrograms = { programs: [], sources: [], notes: search.notes };
  for (const program of programs) {
    const found = isOpen(program) ? await search.namesOf(program) : undefined;
    named.programs.push(found === undefined ? program : withNames(program, found.names));
    if (isOpen(program)) {
      const buildId = buildIdOf(program.elf) ?? '';
      named.sources.push({ object: program.object, buildId, from: found?.from ?? '' });
    }
  }
  return named;
}

function isOpen({ stripped, patched }: Program): boolean {
  return stripped && !patched;
}

interface Found {
  names: FoundNames;
  from: string;
}

class Search {
  readonly notes: string[] = [];
  readonly #packages: readonly ExactPackage[];
  readonly #options: RebuildOptions;
  readonly #from: SymbolPackages;
  #offered = new Map<string, PackageRecord>();
  readonly #opened = new Map<string, Pick<KeptFiles, 'entry'> | undefined>();
  readonly #libraries = new Map<string, ObjectCode[]>();

  constructor(packages: readonly ExactPackage[], options: RebuildOptions, from: SymbolPackages) {
    this.#packages = packages;
    this.#options = options;
    this.#from = from;
  }

  async ask(): Promise<void> {
    const wanted = this.#packages.flatMap(({ name, version }) =>
      [ownValue(DEBUG, name), ownValue(STATIC, name), `${name}-dbgsym`].flatMap((one) =>
        one === undefined ? [] : [{ name: one, version }],
      ),
    );
    const records = await this.#tried(() => this.#from.offered(wanted));
    this.#offered = new Map((records ?? []).map((record) => [record.name, record]));
  }

  async namesOf(program: Program): Promise<Found | undefined> {
    return (
      (await this.#tried(() => this.#debug(program))) ??
      (await this.#tried(() => this.#library(program))) ??
      (await this.#tried(() => this.#rebuilt(program)))
    );
  }

  async #debug({ elf, object }: Program): Promise<Found | undefined> {
    const id = buildIdOf(elf);
    if (id === undefined) return undefined;
    for (const record of this.#offered.values()) {
      if (!/-dbg(?:sym)?$/.test(record.name)) continue;
      const entry = await (await this.#open(record))?.entry(debugPath(id));
      if (entry?.kind !== 'file') continue;
      const symbols = debugSymbols(elf, readDebugElf(entry.data, `the debug symbols of ${object}`));
      if (symbols !== undefined) return { names: { symbols }, from: sourceText(record) };
    }
    return undefined;
  }

  async #library({ elf, object }: Program): Promise<Found | undefined> {
    const [, name] = /\/(lib[^/]+)\.so(?:\.[^/]*)?$/.exec(object) ?? [];
    if (name === undefined) return undefined;
    for (const record of this.#offered.values()) {
      if (!record.name.endsWith('-dev')) continue;
      const files = await this.#open(record);
      for (const path of [`${LIBRARIES}/${name}_pic.a`, `${LIBRARIES}/${name}.a`]) {
        const entry = await files?.entry(path);
        if (entry?.kind !== 'file') continue;
        const ranges = matchedFunctions(elf, this.#code(`${record.name} ${path}`, entry.data));
        if (ranges.length > 0) return { names: { ranges }, from: `equal code in ${sourceText(record)}` };
      }
    }
    return undefined;
  }

  async #rebuilt({ elf, object }: Program): Promise<Found | undefined> {
    for (const rebuilt of REBUILT) {
      const [own] = this.#packages.filter(({ name }) => rebuilt.packages.includes(name));
      if (own === undefined || !object.includes(`/${rebuilt.source}`)) continue;
      const known = await findPackages(rebuilt.headers, { signal: this.#options.signal });
      const headers = rebuilt.headers.flatMap((name) => known.get(name) ?? []);
      const path = await rebuiltObjects(rebuilt, own.version, headers, this.#options);
      if (path === undefined) continue;
      const ranges = matchedFunctions(elf, this.#code(path, await readFile(path)));
      if (ranges.length > 0)
        return {
          names: { ranges },
          from: `equal code in ${rebuilt.source} ${own.version}, compiled here`,
        };
    }
    return undefined;
  }

  #code(key: string, bytes: Buffer): ObjectCode[] {
    const known = this.#libraries.get(key);
    if (known !== undefined) return known;
    const code = readLibrary(bytes, key).flatMap(({ name, data }) => {
      try {
        return objectCodeOf(readElf(data, name));
      } catch (error) {
        // Not all that a library has is code for this processor.
        if (error instanceof BenchError) return [];
        throw error;
      }
    });
    this.#libraries.set(key, code);
    return code;
  }

  /** The files of a package; it is asked for once, also when it cannot be had. */
  async #open(record: PackageRecord): Promise<Pick<KeptFiles, 'entry'> | undefined> {
    if (!this.#opened.has(record.name))
      this.#opened.set(record.name, await this.#tried(() => this.#from.unpacked(record)));
    return this.#opened.get(record.name);
  }

  /** What fails costs names and nothing else. */
  async #tried<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      if (!(error instanceof BenchError)) throw error;
      const note = `Names of functions are missing: ${error.message} ${error.next}`;
      if (!this.notes.includes(note)) this.notes.push(note);
      return undefined;
    }
  }
}

function sourceText({ name, version, sha256 }: PackageRecord): string {
  return `${name} ${version} (SHA-256 ${sha256.slice(0, 16)})`;
}
