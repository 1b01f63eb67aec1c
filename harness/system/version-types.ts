// SPDX-License-Identifier: Apache-2.0
import type { KernelVersion } from '../core/names.js';
import type { LongText } from '../core/text-types.js';
import type { Clock } from '../metric/types.js';

/**
 * A file or folder relative to `kernel/`; `<app>` is replaced by the app's name. A folder may be, or end in, the version of a kernel.
 * @pattern ^([.][.]/)?([a-z0-9_-]+([.][0-9]+)?|<app>)(/([a-z0-9_-]+([.][0-9]+)?|<app>))*([.]config|[.]patch)?$
 * @maxLength 200
 */
export type KernelPath = string;

/**
 * Debian's package with a kernel source.
 * @pattern ^linux-source-[1-9][0-9]?[.][0-9]{1,3}$
 */
export type KernelSourcePackage = string;

/**
 * The package with the source of each version.
 * @propertyNames {"pattern": "^[1-9][0-9]?[.][0-9]{1,3}$"}
 */
export type SourcePackages = Record<KernelVersion, KernelSourcePackage>;

/** Which kernels can be built. */
export interface KernelVersions {
  /** The version of a system whose name has none. */
  default: KernelVersion;
  sources: SourcePackages;
}

/** What a system has with a kernel of another version than the default. */
export interface VersionedSystem {
  /**
   * Its fragments instead of those that it has otherwise.
   * @minItems 1
   */
  fragments: KernelPath[];
  /** What a reader must know of it, by clock; shown beside its values. */
  notes?: Partial<Record<Clock, LongText>>;
}

/**
 * What a system has otherwise, by version.
 * @propertyNames {"pattern": "^[1-9][0-9]?[.][0-9]{1,3}$"}
 */
export type SystemByVersion = Record<KernelVersion, VersionedSystem>;

/** What a modifier has with a kernel of another version than the default. */
export interface VersionedModifier {
  /** Its patches instead of those that it has otherwise, which fit the default version. */
  patches: KernelPath[];
}

/**
 * What a modifier has otherwise, by version.
 * @propertyNames {"pattern": "^[1-9][0-9]?[.][0-9]{1,3}$"}
 */
export type ModifierByVersion = Record<KernelVersion, VersionedModifier>;
