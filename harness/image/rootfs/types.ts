// SPDX-License-Identifier: Apache-2.0
import type { Job } from '../../app/job.js';
import type { AppDeclaration } from '../../app/types.js';
import type { Artifact } from '../../core/artifact.js';
import type { Sha256 } from '../../core/names.js';

/** A package whose files are in an image, or from which a program in it was built here. */
export interface UsedPackage {
  name: string;
  version: string;
  /** Of the package file; of the `.dsc` for a source package. */
  sha256: Sha256;
  /** Only of a source package. */
  source?: UsedSource;
}

/** What a program was built from here. */
export interface UsedSource {
  /** Digest of each file of the source package by name. */
  files: Record<string, string>;
  /** False when `kml/sources.lock.json` does not list this version: a warning. */
  known: boolean;
  /** Digest of each of the project's own patches that were applied, by name. */
  patches: Record<string, string>;
}

/** A container image that a root file system was taken from. */
export interface UsedContainer {
  /** As the app names it. */
  reference: string;
  /** Digest of its manifest for the guest's platform, `sha256:` and 64 hex digits: the same digest, the same files. */
  manifest: string;
}

/** A root file system in both of its forms; the tree is the same in both. */
export interface Rootfs {
  /** `initrd`: an uncompressed cpio archive; `disk`: an ext2 file system. */
  artifacts: Artifact[];
  /** Number of regular files in the tree. */
  files: number;
  /** Packages that files were taken from or built from, sorted by name. */
  packages: UsedPackage[];
  /** Only of an app from a container image. */
  container?: UsedContainer;
}

/** A file that the caller adds to the tree, e.g. a program that the harness has built. */
export interface ExtraFile {
  /** Absolute path in the guest. */
  path: string;
  /** Absolute path on this host. */
  source: string;
  /** Permissions as a number. */
  mode: number;
}

/** What a root file system is made from. */
export interface RootfsOptions {
  app: AppDeclaration;
  /** Folder of app.yaml. */
  appDir: string;
  /** Folder that all files which the app names must be in; any place is meant when missing. */
  within?: string | undefined;
  job: Job;
  /** Files beside those of the declaration. */
  extra?: readonly ExtraFile[];
  signal?: AbortSignal;
  /** Called with what is being done, a few words. */
  onProgress?: (text: string) => void;
  /** Called with a fact that a reader of the results must know, one sentence. */
  onNote?: ((text: string) => void) | undefined;
}

/** The project's own guest programs. */
export interface GuestBinaries {
  /** PID 1. */
  init: Artifact;
  /** The hello app. */
  hello: Artifact;
  /** The client that finds out whether a TCP port is listened on. */
  listens: Artifact;
  /** The client that waits until the host has loaded the app. */
  waitNotify: Artifact;
  /** First line of what the compiler says about itself. */
  compiler: string;
}
