// SPDX-License-Identifier: Apache-2.0
import type { RunTags } from './oci/tags.js';
import type { Job } from '../../app/job.js';
import type { AppDeclaration } from '../../app/types.js';
import type { EntryStore } from '../../core/cache.js';
import type { Artifact } from '../../core/artifact.js';
import type { Sha256 } from '../../core/names.js';
import type { ManifestDigest, PackageVersion, PackageWord, PinnedPackages } from '../../plan/pinned.js';

/** A package whose files are in an image, or from which a program in it was built here. */
export interface UsedPackage {
  name: PackageWord;
  version: PackageVersion;
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
  /** Digest of its manifest for the guest's platform: the same digest, the same files. */
  manifest: ManifestDigest;
  /** Digests of its layers as they are packed, the lowest first. */
  layers?: ManifestDigest[] | undefined;
}

/** A file that is in an image and neither from a package nor from a container image. */
export interface OwnFile {
  /** Absolute path in the guest. */
  path: string;
  sha256: string;
}

/** A root file system in both of its forms; the tree is the same in both. */
export interface Rootfs {
  /** `initrd`: an uncompressed cpio archive; `disk`: an ext2 file system. */
  artifacts: Artifact[];
  /** The store that the images were fetched from; missing for those that were made here. */
  fetched?: string | undefined;
  /** Number of regular files in the tree. */
  files: number;
  /** Packages that files were taken from or built from, sorted by name. */
  packages: UsedPackage[];
  /** Only of an app from a container image. */
  container?: UsedContainer;
  /** Paths of programs in the tree with their symbol tables, as far as they were built here; for profiles. */
  symbols?: readonly string[] | undefined;
  /** Files that are from elsewhere, by path. */
  own: OwnFile[];
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
  /** What its packages and container image must be; whatever is there now when missing. */
  pinned?: PinnedPackages | undefined;
  /** Files beside those of the declaration. */
  extra?: readonly ExtraFile[];
  /** Asked for the images before they are written. */
  store?: EntryStore | undefined;
  /** Another folder for the images, to make them a second time. */
  folder?: string | undefined;
  signal?: AbortSignal;
  /** Called with what is being done, a few words. */
  onProgress?: (text: string) => void;
  /** Called with a fact that a reader of the results must know, one sentence. */
  onNote?: ((text: string) => void) | undefined;
  /** What tags of container images name in this run; asked for this root alone when missing. */
  tags?: RunTags | undefined;
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
  /** Paths of the same programs with their symbol tables, for profiles. */
  symbols: readonly string[];
  /** First line of what the compiler says about itself. */
  compiler: string;
}
