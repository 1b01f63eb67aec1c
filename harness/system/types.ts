// SPDX-License-Identifier: Apache-2.0
import type { KernelVersion, Machine } from '../core/names.js';
import type { KernelArguments, LongText, ShortText } from '../core/text-types.js';
import type { DeclaredConditions } from '../metric/conditions.js';
import type { Clock } from '../metric/types.js';
import type { ArtifactPlace } from './guest/source.js';
import type { GuestApp, GuestKind, GuestLimit } from './guest/types.js';
import type { KernelPath, KernelVersions, ModifierByVersion, SystemByVersion } from './version-types.js';

/** The name that stands for a system of each app. */
export const APP_PATTERN = 'lupine-<app>';

/** One system, or the pattern `lupine-<app>`, as `kernel/systems.yaml` declares it. */
export interface SystemDeclaration {
  /** Name for readers. */
  title: ShortText;
  /** One sentence. */
  summary: LongText;
  /**
   * One word for the systems that belong together.
   */
  family: FamilyName;
  /** True for a system that reports are about: drawn in the accent colour, and first choice for the ratios on top. */
  subject?: boolean;
  /** True for a system that others stand on: no list has it, and nothing measures it unless it is named. */
  infrastructure?: boolean;
  /** Make target that fills the options which no fragment names. */
  base_config: 'allnoconfig' | 'alldefconfig';
  /**
   * Fragments below `kernel/`, a later one wins; `<app>` is replaced by the app's name.
   * @minItems 1
   */
  fragments: KernelPath[];
  /** Kernel command line that the system's publisher recommends. */
  cmdline: KernelArguments;
  /** What it brings along to every measurement of it and others may not, by setting: reports name it where two systems differ. */
  conditions?: DeclaredConditions;
  /** What is otherwise where its kernel has another version than the default. */
  versions?: SystemByVersion;
}

/**
 * One word for systems that belong together.
 * @pattern ^[a-z][a-z0-9-]*$
 */
export type FamilyName = string;

/**
 * A variable of the kernel's `make`: `NAME=value`, the value printable ASCII without `$`, which make would expand.
 * @pattern ^[A-Z][A-Za-z0-9_.]*=[ -#%-~]*$
 * @maxLength 500
 */
export type MakeVariable = string;

/** A `+modifier`: more fragments, or more of the command line, on top of any kernel built here. */
export interface ModifierDeclaration {
  /** Name for readers, added to the system's. */
  title: ShortText;
  /** One sentence. */
  summary: LongText;
  /** Fragments put after those of the system. */
  fragments?: KernelPath[];
  /** Added to the system's own command line. */
  cmdline?: KernelArguments;
  /** Variables for the kernel's `make`, each `NAME=value`. */
  make?: MakeVariable[];
  /** Patches to the kernel source in order, below `kernel/`: files, or folders whose `*.patch` are taken in order of name. */
  patches?: KernelPath[];
  /** Families of the systems that it can be added to; any system when missing. */
  applies_to?: FamilyName[];
  /** Machine on which it is booted instead of microvm. */
  machine?: Machine;
  /** What it changes in the conditions of its system. */
  conditions?: DeclaredConditions;
  /** What a reader must know of a system with this modifier, by clock; shown beside its values. */
  notes?: Partial<Record<Clock, LongText>>;
  /** What is otherwise where the kernel has another version than the default. */
  versions?: ModifierByVersion;
}

/** What every system gets under a clock. */
export interface ClockDeclaration {
  /** Appended to the system's own command line. */
  cmdline: KernelArguments;
}

/** A system whose kernel is taken from a package of the distribution. */
export interface PackagedDeclaration {
  /** Name for readers. */
  title: ShortText;
  /** One sentence. */
  summary: LongText;
  /** One word for the systems that belong together. */
  family: FamilyName;
  package: KernelPackage;
  /** Kernel command line. */
  cmdline: KernelArguments;
}

/**
 * Name of a package with a kernel, such as `linux-image-amd64`, or of one that stands for the newest of them.
 * @pattern ^[a-z0-9][a-z0-9+.-]{1,99}$
 */
export type KernelPackage = string;

/** The file `kernel/systems.yaml`. */
export interface SystemCatalogueFile {
  /** Versions of the kernel from which the systems can be built. */
  versions: KernelVersions;
  /**
   * Systems by name, in the order of the report.
   * @propertyNames {"pattern": "^[a-z][a-z0-9-]*(<app>)?$"}
   */
  systems: Record<string, SystemDeclaration>;
  /**
   * Systems whose kernel is in a package, by name; they come behind the others.
   * @propertyNames {"pattern": "^[a-z][a-z0-9-]*$"}
   */
  packaged?: Record<string, PackagedDeclaration>;
  /**
   * Modifiers by name, without the plus.
   * @propertyNames {"pattern": "^[a-z][a-z0-9-]*$"}
   */
  modifiers: Record<string, ModifierDeclaration>;
  /** Additions by clock. */
  clocks: Record<Clock, ClockDeclaration>;
}

/** A file or folder of the user that a system is made from. */
export interface OwnFile {
  /** Absolute path. */
  path: string;
  /** Where it is named: file, line, column and key, as an error begins. */
  at: string;
  kind: 'file' | 'file or folder';
  /** Folder that it must be in, links followed; missing where any place is the user's choice. */
  inside?: string | undefined;
}

/** Where a system of a project was declared. */
export interface Origin {
  /** Absolute path of the project file. */
  file: string;
  /** What it is made from, to be looked at before it is used. */
  files: readonly OwnFile[];
}

/** What every system has, whatever kind it is. */
interface SystemBase {
  /** Full name, e.g. `lupine-redis+tiny`, `lupine-redis@6.12+tiny`. */
  name: string;
  title: string;
  summary: string;
  family: string;
  /** True for a system that reports are about. */
  subject: boolean;
  /** App whose kernel it is, for a system that was specialised for one. */
  app?: string | undefined;
  /** Kernel command line that its publisher recommends. */
  cmdline: string;
  /** What its modifiers have a reader know under each clock, one sentence or two each. */
  notes: Record<Clock, string[]>;
  /** Machine that it is booted on; microvm when missing. */
  machine?: Machine | undefined;
  /** What it brings along to every measurement of it, as declared. */
  conditions?: DeclaredConditions | undefined;
  /** Missing for what comes with the program. */
  origin?: Origin | undefined;
}

/** What Kconfig begins with: a target of make that fills the options which no fragment names, or a whole `.config`. */
export type BaseConfig = SystemDeclaration['base_config'] | { config: string };

/** Linux, built here from a source and Kconfig fragments. */
export interface LinuxSystem extends SystemBase {
  kind: 'linux';
  /** Family of the system that it was derived from; empty for none, its own when missing. Decides which modifiers apply. */
  baseFamily?: string | undefined;
  baseConfig: BaseConfig;
  /** Version of the kernel; missing for the default one. */
  version?: KernelVersion | undefined;
  /** Absolute path of its own kernel source, a tarball or a tree; the run's when missing. */
  source?: string | undefined;
  /** Absolute paths of the fragments in order. */
  fragments: string[];
  /** Further variables for the kernel's `make`. */
  make: string[];
  /** Absolute paths of the patches to the kernel source, in order; none for most systems. */
  patches: string[];
}

/** Linux as somebody else built it. */
export interface PrebuiltLinux extends SystemBase {
  kind: 'linux-prebuilt';
  /** Absolute path of a vmlinux or bzImage. */
  kernel: string;
  /** Absolute path of its `.config`, when the user has it. */
  config?: string | undefined;
}

/** Linux as a distribution built it, with its modules: unpacked, never installed. */
export interface PackagedLinux extends SystemBase {
  kind: 'linux-package';
  /** Name of the package that has it, or of one that stands for the newest. */
  package: string;
}

/** A file of a system that brings its own kernel. */
export interface GuestArtifact {
  name: string;
  /** Where it is; missing when the user has not said. */
  place?: ArtifactPlace | undefined;
  /** The same as the user wrote it. */
  source?: string | undefined;
  /** The project file that says so. */
  project?: string | undefined;
  /** Where that is said, or how to say it, one sentence. */
  next: string;
}

/** A system that brings its own kernel, and has no PID 1 of ours. */
export interface GuestSystem extends SystemBase {
  kind: GuestKind;
  clocks: readonly Clock[];
  artifacts: readonly GuestArtifact[];
  /** What it runs, by app. */
  apps: Readonly<Record<string, GuestApp>>;
  limits: readonly GuestLimit[];
}

/** A system with its modifiers resolved: what the image layer makes bootable. */
export type System = LinuxSystem | PrebuiltLinux | PackagedLinux | GuestSystem;

/** True for a system that brings its own kernel. */
export function isGuest(system: System): system is GuestSystem {
  return !['linux', 'linux-prebuilt', 'linux-package'].includes(system.kind);
}

/** Kinds of system; each has a builder in `harness/image/`. */
export type SystemKind = System['kind'];
