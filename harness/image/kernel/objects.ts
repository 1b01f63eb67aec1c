// SPDX-License-Identifier: Apache-2.0
import { rm } from 'node:fs/promises';
import { workFolder } from '../../core/work-folder.js';

/** A folder with the objects of one kernel, configured and perhaps compiled. */
export interface WorkFolder {
  path: string;
  /** True when another kernel of the same family has been compiled in it. */
  compiled: boolean;
}

/**
 * Objects of the kernel built last. Kernels of one family (same source, same options) differ only in variables of make, so
 * kbuild finds nearly all objects of the second up to date: it links anew what the variables change, and the result is
 * that of a build from nothing.
 */
export class KernelObjects {
  #kept: { family: string; path: string } | undefined;

  /** The folder in which to build: that of the family when it was kept, else a fresh one. */
  async take(family: string, digest: string): Promise<WorkFolder> {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept?.family === family) return { path: kept.path, compiled: true };
    if (kept !== undefined) await removeFolder(kept.path);
    return { path: await workFolder(digest), compiled: false };
  }

  /** Keeps a folder in which a build has succeeded, for the next kernel of the family. */
  async keep(family: string, path: string): Promise<void> {
    await this.clear();
    this.#kept = { family, path };
  }

  /** Removes what is kept. */
  async clear(): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept !== undefined) await removeFolder(kept.path);
  }
}

/** Removes a folder of objects. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
