// SPDX-License-Identifier: Apache-2.0
import type { ExpectedReport, ObserverRequest } from '../boot/request.js';
import type { Artifact } from '../core/artifact.js';
import type { Machine, Sha256 } from '../core/names.js';
import type { Clock } from '../metric/types.js';
import type { BroughtName } from '../system/guest/clock.js';
import type { SystemKind } from '../system/types.js';
import type { KernelImage } from './kernel/build.js';
import type { OwnFile, Rootfs, UsedContainer, UsedPackage } from './rootfs/types.js';
import type { TrustReason } from './trust.js';

/** What is known of an image beside its files; missing where this kind of system cannot know it. */
export interface ImageFacts {
  /** Kconfig options set to y. */
  options?: number | undefined;
  /** Bytes of the kernel when it is only stripped, the linker's padding included. */
  strippedBytes?: number | undefined;
  /** First byte of guest memory behind the loaded kernel: with less memory it cannot even be loaded. */
  loadedEnd?: number | undefined;
}

/** The part of an image that is the same for all apps of a system: its kernel. */
export interface SystemImage {
  /** Digest of every input of its making. */
  inputs: string;
  artifacts: readonly Artifact[];
  facts: ImageFacts;
  /** Packages that the kernel is from; missing for one that is from none. */
  packages?: readonly UsedPackage[] | undefined;
  /** True for a kernel that finds a disk by ACPI only. */
  diskAcpi?: boolean | undefined;
  /** The kernel with its symbols, for profiles; missing where nobody has them. */
  symbols?: string | undefined;
  /** True when nothing had to be built. */
  hit: boolean;
  /** The store that the kernel was fetched from; missing for one that was built here. */
  fetched?: string | undefined;
  /** What a kernel was built from; missing where nothing was built. */
  source?: SourceId | undefined;
}

/** A kernel source, as the provenance of a run has it. */
export interface SourceId {
  version: string;
  sha256: Sha256;
  /** False when `kernel/source.lock.json` does not list it. */
  known: boolean;
}

/** Everything that makes one guest bootable, and what is known of it. */
export interface BootImage {
  kind: SystemKind;
  /** Of the system alone. */
  system: SystemImage;
  /** All files, by role. */
  artifacts: readonly Artifact[];
  facts: ImageFacts;
  /** True for a system that is known to work with less memory than what it fails with: a search for its floor tries every size. */
  everySize?: boolean | undefined;
  /** Complete command line of the kernel under the clock of the run, without a root device. */
  cmdline: string;
  /** Put behind the command line when the root is the `disk`. */
  diskRoot: string;
  /** True when the machine must have ACPI for the `disk` to be found. */
  diskAcpi?: boolean | undefined;
  packages: readonly UsedPackage[];
  container?: UsedContainer | undefined;
  /** The store that the root was fetched from; missing for one that was made here. */
  rootFetched?: string | undefined;
  /** Files of the root that are neither from packages nor from a container image. */
  own: readonly OwnFile[];
  /** Machine that it is booted on; microvm when missing. */
  machine?: Machine | undefined;
  /** True when it knows devices on microvm by the virtio standard 1.0 only. */
  modernVirtio?: boolean | undefined;
  /** Monitor that it needs; the run's when missing. */
  monitor?: BroughtName | undefined;
  /** What tells of a boot that it is ready, right and done. */
  observer: ObserverRequest;
  /** What the report of a boot must show. */
  expects: ExpectedReport;
  /** True when nobody in the guest says that the app may be loaded from the host: then its port is asked. */
  knocked?: boolean | undefined;
  /** Why such a report rests on trust in the app; empty when it does not. */
  trust: readonly TrustReason[];
  /** Paths of programs of the root with their symbol tables, as far as they were built here; for profiles. */
  programSymbols?: readonly string[] | undefined;
}

/** The disk of a guest, as its kernel names it. */
export const DISK = '/dev/vda';

/** Kernel arguments for a root on virtio-blk. */
export const DISK_ROOT = `root=${DISK} rw init=/init`;

/** A built kernel as the part of an image that a system gives. */
export function systemImage(
  { digest, artifacts, hit, fetched, symbols, ...facts }: KernelImage,
  { version, sha256, known }: SourceId,
): SystemImage {
  const { options, strippedBytes, loadedEnd } = facts;
  return {
    ...{ inputs: digest, artifacts, symbols, hit, fetched },
    facts: { options, strippedBytes, loadedEnd },
    source: { version, sha256, known },
  };
}

/** A Linux kernel and a root file system together. */
export function linuxImage({
  kind,
  system,
  rootfs,
  ...boot
}: Pick<BootImage, 'kind' | 'system' | 'cmdline' | 'expects' | 'trust' | 'machine'> & {
  rootfs: Rootfs;
}): BootImage {
  return {
    ...{ kind, system, ...boot, observer: 'frames' },
    artifacts: [...system.artifacts, ...rootfs.artifacts],
    facts: system.facts,
    diskRoot: DISK_ROOT,
    diskAcpi: system.diskAcpi,
    ...{
      packages: rootfs.packages,
      container: rootfs.container,
      own: rootfs.own,
      rootFetched: rootfs.fetched,
    },
    programSymbols: rootfs.symbols,
  };
}

/** A machine with ACPI tells the kernel that it has no older timer: that of the local APIC is then the only one. */
const OTHER_TIMER = 'nolapic_timer';

/** Complete command line for a root on the `disk`. */
export function diskCmdline({
  cmdline,
  diskRoot,
  diskAcpi,
}: Pick<BootImage, 'cmdline' | 'diskRoot' | 'diskAcpi'>): string {
  const words = diskAcpi === true ? cmdline.split(' ').filter((word) => word !== OTHER_TIMER) : [cmdline];
  return [...words, diskRoot].join(' ');
}

/** Kernel command line of a system under a clock: what its publisher recommends and what the clock needs. */
export function fullCmdline(
  system: { cmdline: string },
  catalogue: { clockCmdline(clock: Clock): string },
  clock: Clock,
): string {
  return [system.cmdline, catalogue.clockCmdline(clock)].filter((part) => part !== '').join(' ');
}
