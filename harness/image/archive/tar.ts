// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';
import { ByteReader } from './byte-reader.js';
import {
  ALWAYS,
  type ArchiveLimits,
  type ArchiveName,
  broken,
  entryPath,
  strangeEntry,
  tooMuch,
} from './limits.js';
import { BLOCK, type TarHeader, decimal, readExtended, readHeader, text } from './tar-header.js';

/** An entry of a tar archive; its path has no leading slash and leads nowhere upwards, and is empty for the top folder. */
export interface TarEntry {
  path: string;
  /** `other`: device nodes, pipes. */
  kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  mode: number;
  /** Of a symbolic link as it is; of a hard link a path like that of an entry. */
  target: string;
  /** Bytes of a file. */
  size: number;
  /** Contents of a file, to be read before the next entry is asked for; what is not read is passed over. */
  contents(): AsyncGenerator<Buffer>;
}

/** A stream of bytes that were packed. */
export interface Unpacked {
  chunks: AsyncIterable<Buffer>;
  /** Bytes that were read of the packed form so far. */
  packed: () => number;
}

/** How to read an archive. */
export interface TarOptions {
  what: ArchiveName;
  limits: ArchiveLimits;
  signal?: AbortSignal | undefined;
}

/** Longest extended header: names and links have 4 KiB at most, and what tools add to them is short. */
const LONGEST_EXTENDED = 2 ** 20;

/** Entries between two turns of everything else. */
const BATCH = 256;

const KIND = new Map<string, TarEntry['kind']>([
  ...['0', '\0', '7'].map((flag) => [flag, 'file'] as const),
  ['1', 'hardlink'],
  ['2', 'symlink'],
  ...['3', '4', '6'].map((flag) => [flag, 'other'] as const),
  ['5', 'directory'],
]);

/** What extended headers say of the next entry. */
interface Extended {
  path?: Buffer | undefined;
  link?: Buffer | undefined;
  size?: number | undefined;
}

/**
 * Reads a tar archive as it comes, and holds none of it. Limits count before what is behind a header is read.
 * @throws BenchError (exit 3) `ARCHIVE_TOO_LARGE`, `ARCHIVE_TOO_MANY`, `ARCHIVE_TOO_SLOW`, `ARCHIVE_NAME`, `ARCHIVE_ENTRY`
 *   or `ARCHIVE_INVALID`.
 */
export async function* readTar(archive: Unpacked, options: TarOptions): AsyncGenerator<TarEntry> {
  const { what, limits } = options;
  const reader = new ByteReader(watched(archive, options));
  try {
    let entries = 0;
    let extended: Extended = {};
    for (;;) {
      const block = await reader.take(BLOCK);
      if (block.length === 0 || block.every((byte) => byte === 0)) return;
      if (block.length < BLOCK) throw broken(what, 'it ends in the middle of a header');
      const header = readHeader(block);
      if (typeof header === 'string') throw broken(what, header);
      const size = extended.size ?? header.size;
      if (reader.taken + size > limits.bytes) throw tooMuch(what, 'bytes', limits.bytes);
      entries += 1;
      // Headers may come many at once: signals and timers get their turn.
      if (entries % BATCH === 0) await setImmediate(undefined, { signal: options.signal });
      if (entries > limits.entries) throw tooMuch(what, 'entries', limits.entries);
      if ('LKxg'.includes(header.type)) {
        extended = merged(extended, header, await metadata(reader, header, what), what);
        continue;
      }
      const end = reader.taken + padded(size);
      yield entryOf(header, extended, { reader, size, options });
      extended = {};
      await passOver(reader, end, what);
    }
  } finally {
    await reader.close();
  }
}

function entryOf(
  header: TarHeader,
  { path, link }: Extended,
  { reader, size, options }: { reader: ByteReader; size: number; options: TarOptions },
): TarEntry {
  const { what, limits } = options;
  const at = entryPath(path ?? header.name, what, limits);
  // Before POSIX folders were files whose names end with a slash.
  const slash = (path ?? header.name).at(-1) === 0x2f;
  const found = KIND.get(header.type);
  const kind = found === 'file' && slash ? 'directory' : found;
  if (kind === undefined)
    throw strangeEntry(what, at, `is of a kind that is not known here ("${header.type}")`);
  const target = link ?? header.linkName;
  const words = kind === 'hardlink' ? entryPath(target, what, limits) : target.toString('utf8');
  if (kind === 'symlink') requireTarget(target, at, what);
  const start = reader.taken;
  const contents = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of reader.stream(size)) yield chunk;
    if (reader.taken < start + size) throw broken(what, 'it ends in the middle of a file');
  };
  return { path: at, kind, mode: header.mode, target: words, size: kind === 'file' ? size : 0, contents };
}

function requireTarget(target: Buffer, at: string, what: ArchiveName): void {
  const words = target.toString('utf8');
  if (
    target.length > 0 &&
    target.length <= 4095 &&
    !/[\x00-\x1f\x7f]/.test(words) &&
    Buffer.from(words).equals(target)
  )
    return;
  throw strangeEntry(what, at, 'is a link to what is no path');
}

async function metadata(reader: ByteReader, { size }: TarHeader, what: ArchiveName): Promise<Buffer> {
  if (size > LONGEST_EXTENDED) throw broken(what, `an extended header has ${size} bytes`);
  const end = reader.taken + padded(size);
  const bytes = await reader.take(size);
  await passOver(reader, end, what);
  return bytes;
}

function merged(before: Extended, { type }: TarHeader, bytes: Buffer, what: ArchiveName): Extended {
  if (type === 'L') return { ...before, path: text(bytes) };
  if (type === 'K') return { ...before, link: text(bytes) };
  const fields = readExtended(bytes);
  if (fields === undefined) throw broken(what, 'an extended header cannot be read');
  // Of what holds for all entries behind it only times, owners and comments are in use.
  if (type === 'g') return before;
  const sparse = [...fields.keys()].find((key) => key.startsWith('GNU.sparse'));
  if (sparse !== undefined) throw strangeEntry(what, 'an entry', 'is a sparse file, which is not known here');
  const size = fields.get('size');
  const bytesOf = size === undefined ? before.size : decimal(size);
  if (size !== undefined && bytesOf === undefined)
    throw broken(what, 'an extended header has a size that is no number');
  return {
    path: fields.get('path') ?? before.path,
    link: fields.get('linkpath') ?? before.link,
    size: bytesOf,
  };
}

async function passOver(reader: ByteReader, end: number, what: ArchiveName): Promise<void> {
  await reader.skip(end - reader.taken);
  if (reader.taken < end) throw broken(what, 'it ends in the middle of a file');
}

/** The bytes as they come, as long as they are not too many, for what was packed, and not too slow. */
async function* watched(
  { chunks, packed }: Unpacked,
  { what, limits, signal }: TarOptions,
): AsyncGenerator<Buffer> {
  const start = performance.now();
  let bytes = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    bytes += chunk.length;
    if (bytes > limits.bytes) throw tooMuch(what, 'bytes', limits.bytes);
    if (bytes > ALWAYS && bytes > limits.ratio * packed()) throw tooMuch(what, 'ratio', limits.ratio);
    if (performance.now() - start > limits.ms) throw tooMuch(what, 'ms', limits.ms);
    yield chunk;
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
