// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open } from 'node:fs/promises';
import { writeError } from '../../core/files.js';
import { runTool } from '../../core/tool.js';
import { BlockAllocator, type Ext2Blocks } from './ext2-blocks.js';
import { BLOCKS_PER_GROUP, EXT2, type Ext2Geometry, blocksFor, ext2Geometry } from './ext2-geometry.js';
import { type Ext2Node, ext2Nodes } from './ext2-nodes.js';
import { bitmap, descriptors, groupSize, groupUse, inodeBytes, superblock } from './ext2-tables.js';
import type { NamedEntry } from './tree.js';

/** How to write a file system. */
export interface Ext2Options {
  /** Room for what the app writes, MiB; next to none when missing. */
  roomMib?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Writes entries as an ext2 file system, byte by byte: no tool reads a name on the way, since those that fill file systems
 * take names as a part of commands. Nothing is mounted and no right is needed; clock, user, umask and locale do not show in the
 * bytes. e2fsck, which is not ours, has the last word on it.
 * @throws BenchError `EXT2_NAME` (exit 2) as {@link ext2Nodes}; `EXT2_FAILED` (exit 3) with what e2fsck said.
 */
export async function writeExt2(
  entries: readonly NamedEntry[],
  image: string,
  { roomMib, signal }: Ext2Options = {},
): Promise<void> {
  const nodes = ext2Nodes(entries);
  const used = nodes.reduce((sum, { content }) => sum + blocksFor(content.length), 0);
  const geometry = ext2Geometry({ blocks: used, inodes: entries.length }, roomMib);
  const file = await open(image, 'w').catch((error: unknown) => {
    throw writeError(image, error);
  });
  try {
    await file.truncate(geometry.blocks * EXT2.block);
    await writeContents(file, nodes, geometry, signal);
  } finally {
    await file.close();
  }
  const next = 'Install e2fsprogs (Debian and Ubuntu: `apt-get install e2fsprogs`).';
  await runTool('e2fsck', ['-f', '-n', image], { signal, code: 'EXT2_FAILED', next });
}

async function writeContents(
  file: FileHandle,
  nodes: readonly Ext2Node[],
  geometry: Ext2Geometry,
  signal: AbortSignal | undefined,
): Promise<void> {
  const allocator = new BlockAllocator(geometry.overhead);
  const tables = Array.from({ length: geometry.groups }, () =>
    Buffer.alloc(geometry.tableBlocks * EXT2.block),
  );
  for (const node of nodes) {
    signal?.throwIfAborted();
    const blocks = allocator.contents(node.content.length);
    const [group, index] = [
      Math.floor((node.inode - 1) / geometry.inodesPerGroup),
      (node.inode - 1) % geometry.inodesPerGroup,
    ];
    inodeBytes(node, blocks).copy(tables[group] ?? Buffer.alloc(0), index * EXT2.inode);
    await writeNode(file, node.content, blocks);
  }
  const uses = groupUse(geometry, nodes, allocator.end);
  for (const [group, { blocks, inodes }] of uses.entries()) {
    const start = group * BLOCKS_PER_GROUP * EXT2.block;
    // In the first group the boot sector comes before it.
    await put(file, superblock(geometry, uses, group), group === 0 ? 1024 : start);
    await put(file, descriptors(geometry, uses), start + EXT2.block);
    const maps = start + (1 + geometry.descriptorBlocks) * EXT2.block;
    await put(file, bitmap(blocks, groupSize(geometry, group)), maps);
    await put(file, bitmap(inodes, geometry.inodesPerGroup), maps + EXT2.block);
    await put(file, tables[group] ?? Buffer.alloc(0), maps + 2 * EXT2.block);
  }
}

/** Blocks that follow each other go to the file at once. */
async function writeNode(file: FileHandle, content: Buffer, { data, indirect }: Ext2Blocks): Promise<void> {
  for (let from = 0; from < data.length;) {
    let to = from + 1;
    while (data[to] === (data[to - 1] ?? 0) + 1) to += 1;
    await put(file, content.subarray(from * EXT2.block, to * EXT2.block), (data[from] ?? 0) * EXT2.block);
    from = to;
  }
  for (const { at, bytes } of indirect) await put(file, bytes, at * EXT2.block);
}

/** One call may write less than it was given. */
async function put(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
