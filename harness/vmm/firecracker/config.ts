// SPDX-License-Identifier: Apache-2.0
import type { VmSpec } from '../types.js';

/** A drive of a machine. */
export interface FirecrackerDrive {
  drive_id: string;
  path_on_host: string;
  is_root_device: boolean;
  is_read_only: boolean;
  cache_type: 'Unsafe' | 'Writeback';
}

/** A network card of a machine. */
export interface FirecrackerCard {
  iface_id: string;
  host_dev_name: string;
  guest_mac: string;
}

/** A machine, as Firecracker reads it from a file (`--config-file`): what of it is used here. */
export interface FirecrackerConfig {
  'boot-source': { kernel_image_path: string; boot_args: string; initrd_path?: string };
  drives: FirecrackerDrive[];
  'machine-config': { vcpu_count: number; mem_size_mib: number; smt: boolean };
  'network-interfaces': FirecrackerCard[];
  metrics: { metrics_path: string };
}

/** Files of a machine, by the paths that Firecracker sees. */
export interface FirecrackerFiles {
  kernel: string;
  initrd?: string | undefined;
  /** A copy of the disk, which the guest may change. */
  disk?: string | undefined;
  metrics: string;
}

/** What is seen of the guest's card on the wire; the same under every monitor. */
const CARD = '52:54:00:00:00:02';

/**
 * The machine that a spec asks for. It has no drive that is the root by Firecracker's word: that would add `root=` to the command line,
 * which has it already. Its log is not in it, but on the command line: older versions print a line before they have read a file.
 * @param bootArgs complete kernel command line.
 */
export function firecrackerConfig(
  { memoryMib, tap }: Pick<VmSpec, 'memoryMib' | 'tap'>,
  { kernel, initrd, disk, metrics }: FirecrackerFiles,
  bootArgs: string,
): FirecrackerConfig {
  return {
    'boot-source': {
      kernel_image_path: kernel,
      boot_args: bootArgs,
      ...(initrd === undefined ? {} : { initrd_path: initrd }),
    },
    drives: disk === undefined ? [] : [driveOf(disk)],
    'machine-config': { vcpu_count: 1, mem_size_mib: memoryMib, smt: false },
    'network-interfaces':
      tap === undefined ? [] : [{ iface_id: 'eth0', host_dev_name: tap.name, guest_mac: CARD }],
    metrics: { metrics_path: metrics },
  };
}

/** Flushes are ignored, as QEMU is told to: the copy is of nobody's interest once the guest has ended. */
function driveOf(disk: string): FirecrackerDrive {
  return {
    ...{ drive_id: 'root', path_on_host: disk },
    ...{ is_root_device: false, is_read_only: false, cache_type: 'Unsafe' },
  };
}
