// SPDX-License-Identifier: Apache-2.0
import type { HostClients } from '../image/host-clients.js';
import type { Images } from '../image/images.js';
import type { KernelImage } from '../image/kernel/build.js';
import type { Rootfs } from '../image/rootfs/types.js';
import type { Clock } from '../metric/types.js';
import type { Plan, PlanStep } from '../plan/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { Vmm } from '../vmm/types.js';
import type { RunFolder } from './folder.js';
import type { StepRecord, UsedImages } from './record.js';

/** What every step of a run shares. */
export interface StepContext {
  folder: RunFolder;
  plan: Plan;
  images: Images;
  vmm: Vmm;
  catalogue: SystemCatalogue;
  signal: AbortSignal;
  /** CPUs on which every VMM stays; anywhere when missing. */
  cpus?: readonly number[];
  /** CPU on which a client on the host stays, apart from those; missing when no scenario has one. */
  clientCpu?: number;
  /** Throws when an image is not the one that earlier boots of this run were made with. */
  requireSameImages: (cell: string, images: UsedImages) => void;
  /** Notes what a step was made with, before its record is stored: a record without provenance must not exist. */
  note: (record: StepRecord) => Promise<void>;
}

/** A step with everything that it needs at hand. */
export interface ReadyStep extends StepContext {
  step: PlanStep;
  scenario: ScenarioFile;
  kernel: KernelImage;
  rootfs: Rootfs;
  /** What loads the app from the host; missing when that is done in the guest, or not at all. */
  load?: HostClients;
  /** Digests of the images, and the kernel's command line under this clock, without the root device. */
  used: UsedImages;
}

/** Kernel arguments for a root on virtio-blk. */
export const DISK_ROOT = 'root=/dev/vda rw init=/init';

/** Kernel command line of a system under a clock: what its publisher recommends and what the clock needs. */
export function fullCmdline(catalogue: SystemCatalogue, system: string, clock: Clock): string {
  return [catalogue.resolve(system).cmdline, catalogue.clockCmdline(clock)]
    .filter((part) => part !== '')
    .join(' ');
}
