// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Artifact, artifactAt } from '../../core/artifact.js';
import { cached } from '../../core/cache.js';
import { sha256File } from '../../core/files.js';
import { digestOf } from '../../core/json.js';
import { type NamedEntry, Tree } from '../rootfs/tree.js';
import { bootfsBlob } from './bootfs.js';
import { rofsDisk } from './rofs.js';
import { fillSlot } from './slot.js';

/** Raise when the same files are to give other bytes. */
const FORMAT = 1;

/** What a guest of OSv is booted from. */
export interface OsvParts {
  entries: readonly NamedEntry[];
  /** Where they are: in the kernel, or on a disk. */
  root: 'rofs' | 'ramfs';
  /** The kernel, and what is in it. */
  path: string;
  kernel: Buffer;
  /** Which app on which system, for messages. */
  label: string;
  signal: AbortSignal;
}

/**
 * Kernel and disk of a guest, or a kernel with its files in it, made once.
 * @throws BenchError `OSV_SLOT_FULL`, `OSV_NO_SLOT`, `DISK_FULL` (exit 3).
 */
export async function osvArtifacts({
  entries,
  root,
  path,
  kernel,
  label,
  signal,
}: OsvParts): Promise<Artifact[]> {
  const inMemory = root === 'ramfs';
  const name = inMemory ? 'kernel.elf' : 'root.rofs';
  const { dir } = await cached({
    kind: 'rootfs',
    label: `image of ${label}`,
    inputs: {
      ...{ osv: FORMAT, root, tree: digestOf(new Tree(entries).description()) },
      ...(inMemory ? { kernel: await sha256File(path) } : {}),
    },
    signal,
    build: async (into) => {
      const bytes = inMemory ? fillSlot(kernel, bootfsBlob(entries), basename(path)) : rofsDisk(entries);
      await writeFile(join(into, name), bytes);
    },
  });
  const made = join(dir, name);
  if (inMemory) return [await artifactAt('kernel', made)];
  return [await artifactAt('kernel', path), await artifactAt('disk', made)];
}
