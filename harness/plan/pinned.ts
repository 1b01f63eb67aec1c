// SPDX-License-Identifier: Apache-2.0
import type { OneLine, Sha256 } from '../core/names.js';

/**
 * Name of a package, as an image was made from it.
 * @pattern ^[a-z0-9][a-z0-9+.-]{0,99}( [(]source[)])?$
 */
export type PackageWord = string;

/**
 * Version of a package; it is a part of an argument of apt.
 * @pattern ^[A-Za-z0-9][A-Za-z0-9.+:~-]{0,199}$
 */
export type PackageVersion = string;

/**
 * Digest of a manifest as registries write it.
 * @pattern ^sha256:[0-9a-f]{64}$
 */
export type ManifestDigest = string;

/** A package, known by its content. */
export interface PinnedPackage {
  name: PackageWord;
  version: PackageVersion;
  sha256: Sha256;
}

/** A container image, known by its content. */
export interface PinnedContainer {
  reference: OneLine;
  manifest: ManifestDigest;
}

/** What the images of a run must be made from: what those of an earlier run were made from. */
export interface PinnedPackages {
  /** Name of that run. */
  from: OneLine;
  packages: PinnedPackage[];
  containers: PinnedContainer[];
}
