// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { hasCode, writeError } from '../core/files.js';
import { reasonOf } from '../core/reason.js';
import { type StoredFile, mostPacked } from './types.js';

/** A file that is being received. */
export interface Receiving extends StoredFile {
  /** Where it goes; nothing may be there. */
  to: string;
  signal: AbortSignal;
  /** Called with how many bytes of it came since the last time. */
  onBytes?: ((bytes: number) => void) | undefined;
}

/** What came is not what was said; in words, for whoever knows what it is. */
export class NotAsSaid extends Error {}

/** Read and written at once, bytes. */
const PIECE = 256 * 1024;

/**
 * Writes a packed file as it comes, and believes it only when its length and digest are those that were said. Pages of zeros are left
 * out, as whoever made an image did. No more is ever written than was said.
 * @throws NotAsSaid; BenchError `DISK_FULL`, `WRITE_FAILED`; what the source throws.
 */
export async function receiveFile(packed: AsyncIterable<Uint8Array>, receiving: Receiving): Promise<void> {
  const { to, signal } = receiving;
  const file = await open(to, 'wx', 0o600).catch((error: unknown) => {
    throw writeError(to, error);
  });
  try {
    await pipeline(
      limited(packed, mostPacked(receiving)),
      createGunzip({ chunkSize: PIECE }),
      (unpacked: AsyncIterable<Buffer>) => write(unpacked, file, receiving),
      { signal },
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new NotAsSaid(`what came is not packed as it should be (${reasonOf(error, 100)})`);
    throw error;
  } finally {
    await file.close();
  }
}

async function* limited(packed: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of packed) {
    bytes += piece.length;
    if (bytes > most) throw new NotAsSaid(`more than ${most} bytes came`);
    yield piece;
  }
}

async function write(
  unpacked: AsyncIterable<Buffer>,
  file: FileHandle,
  { to, sha256, bytes, onBytes }: Receiving,
): Promise<void> {
  const hash = createHash('sha256');
  const zeros = Buffer.alloc(PIECE);
  let length = 0;
  const put = async (piece: Buffer): Promise<void> => {
    try {
      await file.write(piece, 0, piece.length, length);
    } catch (error) {
      throw hasCode(error, 'EFBIG')
        ? new NotAsSaid('it is longer than a file may be')
        : writeError(to, error);
    }
  };
  for await (const piece of unpacked) {
    if (length + piece.length > bytes) throw new NotAsSaid(`it is longer than its ${bytes} bytes`);
    hash.update(piece);
    if (!piece.equals(zeros.subarray(0, piece.length))) await put(piece);
    length += piece.length;
    onBytes?.(piece.length);
  }
  if (length !== bytes) throw new NotAsSaid(`it has ${length} bytes, not ${bytes}`);
  const found = hash.digest('hex');
  if (found !== sha256) throw new NotAsSaid(`it has SHA-256 ${found}, not ${sha256}`);
  await file.truncate(bytes);
}
