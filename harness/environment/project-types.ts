// SPDX-License-Identifier: Apache-2.0
import type { KernelArguments, MarginsByMetric, ShortText } from '../core/text-types.js';
import type { HostEntry } from '../inventory/types.js';
import type { ArtifactSource, GuestDeclaration } from '../system/guest/types.js';
import type { KernelPackage } from '../system/types.js';

/**
 * Path of a file or folder in the project's folder, relative to lupine-bench.yaml.
 * @pattern ^[^\u0000-\u001f\u007f]+$
 * @maxLength 1000
 */
export type ProjectPath = string;

/**
 * Path of a file or folder anywhere on this machine, relative to lupine-bench.yaml or absolute.
 * @pattern ^[^\u0000-\u001f\u007f]+$
 * @maxLength 1000
 */
export type AnyPath = string;

/**
 * Where kernels and root images that others have made are fetched from: a folder (relative to lupine-bench.yaml or absolute), an
 * HTTP(S) address, `docker://<registry>/<repository>`, or `oci:<folder>`. It is trusted as a package registry is.
 * @pattern ^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$
 * @maxLength 1000
 */
export type StoreAddress = string;

/**
 * A system of the project: one that is built here, from `base` or `config`, a finished `kernel`, or one of a `package`. Its name has lower-case
 * letters, digits and dashes.
 */
export interface ProjectSystem {
  /** Name for readers; that of the system when missing. */
  title?: ShortText;
  /** One sentence about it. */
  summary?: ShortText;
  /**
   * Another system that it varies, of the program or of this project: with a version of the kernel such as `@6.12`, with modifiers such
   * as `+tiny`.
   * @pattern ^[a-z0-9][a-z0-9-]*(@[0-9]{1,2}[.][0-9]{1,3})?([+][a-z0-9-]+)*$
   */
  base?: string;
  /** A whole `.config` of your own. With `kernel`: the one that it was built with, from which options are counted. */
  config?: ProjectPath;
  /** A finished kernel, vmlinux or bzImage. */
  kernel?: AnyPath;
  /** A package with a finished kernel, which is unpacked and never installed: `linux-image-amd64`. */
  package?: KernelPackage;
  /** Kconfig fragments in order, put after the options of `base` or `config`; a later one wins. */
  fragments?: ProjectPath[];
  /** Kernel source that it is built from, a tarball or the top folder of a kernel tree; nothing is written there. */
  source?: AnyPath;
  /** Put behind the kernel command line of `base`, else behind that of lupine-base. */
  cmdline?: KernelArguments;
  /** Instead of all these: a system that brings its own kernel and has no PID 1 of ours, declared here alone. */
  guest?: GuestDeclaration;
}

/**
 * Files of a system by name.
 * @propertyNames {"pattern": "^[a-z][a-z0-9-]{0,39}$"}
 */
export type ArtifactSources = Record<string, ArtifactSource>;

/** A project of one's own, `lupine-bench.yaml`: everything in it is added to what comes with the program. */
export interface ProjectFile {
  /** Systems by name. */
  systems?: Record<string, ProjectSystem>;
  /**
   * Where files are that systems of the program need from outside, by system and name: a path from this file,
   * `https://…#sha256=…`, or `docker://…@sha256:…#/path`.
   * @propertyNames {"pattern": "^[a-z][a-z0-9-]{0,39}$"}
   */
  artifacts?: Record<string, ArtifactSources>;
  /** Folder of apps, each a folder with an app.yaml; `apps` when missing. */
  apps?: ProjectPath;
  /** Folder of scenario files; `scenarios` when missing. */
  scenarios?: ProjectPath;
  /** Folder that gets the runs; `results` when missing. */
  results?: ProjectPath;
  /** Store of kernels and root images that are not built here. */
  store?: StoreAddress;
  /**
   * Hosts that are reached by SSH; as in a `hosts.yaml` beside this file.
   * @maxItems 10000
   */
  hosts?: HostEntry[];
  /** How much worse counts as nothing, by metric, instead of the scenarios': `boot.guest: 0.5%`; `all` is for those not named. */
  margins?: MarginsByMetric;
}
