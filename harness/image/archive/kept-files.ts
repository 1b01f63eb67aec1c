// SPDX-License-Identifier: Apache-2.0
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throughLinks } from '../rootfs/links.js';
import type { NamedEntry, TreeEntry } from '../rootfs/tree.js';
import type { KeptEntry } from './file-tree.js';
import { FILES } from './keep-files.js';

/** What `keepFiles` kept in a folder; of the contents of files that is read what is asked for. */
export class KeptFiles {
  readonly #dir: string;
  readonly #entries: ReadonlyMap<string, KeptEntry>;

  private constructor(dir: string, entries: readonly KeptEntry[]) {
    this.#dir = dir;
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
  }

  /** Opens a folder that is known to be whole. */
  static async open(dir: string): Promise<KeptFiles> {
    const text = await readFile(join(dir, FILES.tree), 'utf8');
    return new KeptFiles(dir, JSON.parse(text) as KeptEntry[]);
  }

  /** The entry at a path, links among its folders followed. @throws BenchError `ROOTFS_LINKS` (exit 2) for a circle. */
  async entry(path: string): Promise<TreeEntry | undefined> {
    const targetOf = (at: string): string | undefined => {
      const entry = this.#entries.get(at);
      return entry?.kind === 'symlink' ? entry.target : undefined;
    };
    const found = this.#entries.get(throughLinks(path, targetOf, false));
    if (found?.kind !== 'file') return found;
    const { kind, mode, offset, length } = found;
    return { kind, mode, data: await this.#read(offset, length) };
  }

  /** Paths of the files and links below a folder, relative to it, in order. */
  below(folder: string): string[] {
    const start = `${folder}/`;
    return [...this.#entries.values()]
      .filter(({ path, kind }) => kind !== 'directory' && path.startsWith(start))
      .map(({ path }) => path.slice(start.length));
  }

  /** Everything, each folder before what is in it. */
  async all(): Promise<NamedEntry[]> {
    const data = await readFile(join(this.#dir, FILES.data));
    return [...this.#entries.values()].map((entry) => {
      if (entry.kind !== 'file') return entry;
      const { path, kind, mode, offset, length } = entry;
      return { path, kind, mode, data: data.subarray(offset, offset + length) };
    });
  }

  async #read(offset: number, length: number): Promise<Buffer> {
    const file = await open(join(this.#dir, FILES.data));
    try {
      const data = Buffer.alloc(length);
      for (let done = 0; done < length;) {
        const { bytesRead } = await file.read(data, done, length - done, offset + done);
        if (bytesRead === 0) throw new Error(`${this.#dir} is shorter than its list says`);
        done += bytesRead;
      }
      return data;
    } finally {
      await file.close();
    }
  }
}
