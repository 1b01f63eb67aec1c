// SPDX-License-Identifier: Apache-2.0
import type { CacheKind } from '../core/cache-entry.js';
import type { EntryKey } from '../core/cache.js';
import type { OneLine, Sha256 } from '../core/names.js';
import type { ImageReference } from '../image/rootfs/oci/reference.js';

/** Where a store is. */
export type StorePlace = (
  { kind: 'folder'; path: string } | { kind: 'http'; url: URL } | { kind: 'oci'; reference: ImageReference }
) & {
  /** Name of the cache's folder of what came from it. */
  id: string;
  /** As its user wrote it; no secret is in it. */
  name: string;
};

/** Kinds of entry that a store may have: those that take long to make, from inputs that are known before. */
export const STORED_KINDS = ['kernel', 'rootfs'] as const satisfies readonly CacheKind[];

/** One file of an entry, unpacked. */
export interface StoredFile {
  sha256: Sha256;
  /**
   * Length, bytes.
   * @asType integer
   * @minimum 0
   * @maximum 17179869184
   */
  bytes: number;
}

/** What a store says of an entry: which files it has, and what each of them is. */
export interface StoreDocument {
  format: 1;
  kind: 'kernel' | 'rootfs';
  /** Digest of what the entry was made from: its name. */
  entry: Sha256;
  label: OneLine;
  /**
   * By name.
   * @propertyNames {"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"}
   */
  files: Record<string, StoredFile>;
}

/** A file that is ready to be sent. */
export interface PackedFile extends StoredFile {
  name: string;
  /** Path of its bytes as a store has them: packed by gzip. */
  packed: string;
  packedBytes: number;
}

/** Gives the bytes of a file as the store has them, packed by gzip; nothing of it is verified yet. */
export type OpenFile = (file: StoredFile & { name: string }) => AsyncIterable<Uint8Array>;

/** One way of keeping entries. Whoever calls it verifies what it gives. */
export interface Backend {
  /**
   * What the store says of an entry; `undefined` when it does not have it.
   * @throws BenchError (exit 3) `STORE_UNREACHABLE`, `STORE_REFUSED`, `STORE_ENTRY`; an AbortError.
   */
  document(key: EntryKey, signal?: AbortSignal): Promise<Buffer | undefined>;
  /** Reads files of an entry as long as the work lasts. @throws BenchError as `document`. */
  read(
    key: EntryKey,
    document: StoreDocument,
    signal: AbortSignal,
    use: (open: OpenFile) => Promise<void>,
  ): Promise<void>;
  /** Adds an entry, its document last. @throws BenchError as `document`. */
  write(key: EntryKey, document: string, files: readonly PackedFile[], signal: AbortSignal): Promise<void>;
}

/** Longest document, bytes: it has a line for each of a few files. */
export const LONGEST_DOCUMENT = 64 * 1024;

/** Most bytes that gzip makes of a file, with room to spare: a stream of empty parts has no end of its own. */
export function mostPacked({ bytes }: Pick<StoredFile, 'bytes'>): number {
  return bytes + Math.ceil(bytes / 256) + 4096;
}
