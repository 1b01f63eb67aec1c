// SPDX-License-Identifier: Apache-2.0
import type { PinnedPackages } from '../../plan/pinned.js';
import type { SourceControl } from './dsc.js';
import type { KnownSource } from './source-lock.js';

/** How to build, or fetch what is built. */
export interface NativeOptions {
  signal?: AbortSignal | undefined;
  /** Called with what is being done. */
  onProgress?: ((text: string) => void) | undefined;
  /** Called with a fact that a reader of the results must know, one sentence. */
  onNote?: ((text: string) => void) | undefined;
  /** What packages with headers must be; whatever is there now when missing. */
  pinned?: PinnedPackages | undefined;
  /** Versions that count as known, instead of those of `kml/sources.lock.json`. */
  known?: readonly KnownSource[];
}

/** A Debian source package, downloaded and checked. */
export interface SourcePackage {
  name: string;
  version: string;
  /** Absolute path of its `.dsc`; the other files lie beside it. */
  dsc: string;
  /** Of the `.dsc`. */
  sha256: string;
  /** Digest of each other file by name. */
  files: SourceControl['sha256'];
  /** False when the lock file does not list it: recorded as a warning. */
  known: boolean;
}
