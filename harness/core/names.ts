// SPDX-License-Identifier: Apache-2.0

// What files of a run may call things. The patterns become part of the schemas.

/**
 * Name of a scenario.
 * @pattern ^[a-z][a-z0-9-]{0,99}$
 */
export type ScenarioName = string;

/**
 * Name of an app.
 * @pattern ^[a-z][a-z0-9-]{0,99}$
 */
export type AppName = string;

/**
 * Name of a system with its kernel's version and its modifiers, or of what a log is about.
 * @pattern ^[a-z0-9][a-z0-9+.@-]{0,199}$
 */
export type SystemName = string;

/**
 * Name of a system, or `lupine-<app>` for the one that is made for an app.
 * @pattern ^[a-z0-9][a-z0-9+.@-]{0,199}$|^lupine-<app>([+@][a-z0-9+.@-]{1,150})?$
 */
export type SystemPattern = string;

/**
 * Version of a kernel that can be built here: the first two numbers of its release.
 * @pattern ^[1-9][0-9]?[.][0-9]{1,3}$
 */
export type KernelVersion = string;

/**
 * Dotted name of a metric.
 * @pattern ^[a-z][a-z0-9_]*([.][a-z0-9_-]+)*$
 * @maxLength 100
 */
export type MetricName = string;

/**
 * One line of text.
 * @pattern ^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$
 * @maxLength 1000
 */
export type OneLine = string;

/**
 * SHA-256 in hex.
 * @pattern ^[0-9a-f]{64}$
 */
export type Sha256 = string;

/**
 * Hash of a git commit.
 * @pattern ^[0-9a-f]{40}([0-9a-f]{24})?$
 */
export type CommitHash = string;

/**
 * A whole number from 1.
 * @asType integer
 * @minimum 1
 * @maximum 1000000000
 */
export type Ordinal = number;

/**
 * A whole number from 0.
 * @asType integer
 * @minimum 0
 * @maximum 9007199254740991
 */
export type Count = number;

/**
 * Name of a category of options.
 * @pattern ^[a-z][a-z0-9]{0,99}$
 */
export type CategoryName = string;

/**
 * Name of a Kconfig option, without `CONFIG_`.
 * @pattern ^[A-Za-z0-9_]{1,200}$
 */
export type OptionName = string;

/**
 * File of Kconfig options in a run's folder.
 * @pattern ^kernels/[a-z0-9][a-z0-9+.@-]{0,199}[.]config$
 */
export type FragmentPath = string;

/**
 * Stable code of a failure.
 * @pattern ^[A-Z][A-Z0-9_]{0,99}$
 */
export type FailureWord = string;

/**
 * Name of a claim of the paper.
 * @pattern ^[a-z][a-z0-9-]{0,99}$
 */
export type ClaimName = string;

/** Machine type of a monitor, as QEMU calls it: `microvm` has virtio-mmio and no firmware to speak of, `pc` and `q35` have PCI, ACPI, an HPET and a BIOS. */
export type Machine = 'microvm' | 'pc' | 'q35';
