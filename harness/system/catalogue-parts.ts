// SPDX-License-Identifier: Apache-2.0
import type { BenchError } from '../core/errors.js';
import type { GivenArtifacts } from './guest/resolve.js';
import type { BaselineFile } from './guest/types.js';
import type { OwnSystem } from './own.js';
import type { System, SystemCatalogueFile } from './types.js';

/** What a catalogue is made from. */
export interface CatalogueParts {
  file: SystemCatalogueFile;
  /** By app: the app whose kernel it runs on, mostly itself. */
  kernels: ReadonlyMap<string, string>;
  /** Folder that fragments are relative to. */
  kernelDir: string;
  /** Absolute paths of the patches, by modifier; `<modifier>@<version>` has those of another version than the default. */
  patches: ReadonlyMap<string, string[]>;
  /** Absolute paths of the fragments that are put behind those which all versions share; none when missing. */
  overlays?: ReadonlySet<string> | undefined;
  /** Kconfig fragments of apps that have theirs elsewhere than below `kernelDir`, by app; absolute paths. */
  appFragments?: ReadonlyMap<string, string> | undefined;
  /** Errors of apps that cannot be used, by app; whoever needs one gets its error. */
  brokenApps?: ReadonlyMap<string, BenchError> | undefined;
  /** Systems that bring their own kernels, by name. */
  baselines?: ReadonlyMap<string, BaselineFile> | undefined;
  /** Where the user has their files. */
  given?: GivenArtifacts | undefined;
  /** The systems of a project, by name. */
  own?: ReadonlyMap<string, OwnSystem> | undefined;
  /** Systems that no file declares, by their full names. */
  derived?: ReadonlyMap<string, System>;
}
