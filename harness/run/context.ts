// SPDX-License-Identifier: Apache-2.0
import type { Host } from '../host/types.js';
import type { BootImage } from '../image/boot-image.js';
import type { HostClients } from '../image/host-clients.js';
import type { Images } from '../image/images.js';
import type { Plan, PlanStep } from '../plan/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import type { RunFolder } from './folder.js';
import type { Pins } from './pinning.js';
import type { StepRecord, UsedImages } from './record.js';

/** What every step of a run shares. */
export interface StepContext {
  folder: RunFolder;
  plan: Plan;
  images: Images;
  host: Host;
  signal: AbortSignal;
  /** CPUs of the host on which monitors and clients stay; missing under the deterministic clock, where it could not show. */
  pins?: Pins | undefined;
  /** Throws when an image is not the one that earlier boots of this run were made with. */
  requireSameImages: (cell: string, images: UsedImages) => void;
  /** Notes what a step was made with, before its record is stored: a record without provenance must not exist. */
  note: (record: StepRecord, image: BootImage, clients: HostClients | undefined) => Promise<void>;
}

/** A step with everything that it needs at hand. */
export interface ReadyStep extends StepContext {
  step: PlanStep;
  scenario: ScenarioFile;
  image: BootImage;
  /** What loads the app from the host; missing when that is done in the guest, or not at all. */
  clients?: HostClients | undefined;
  /** Digests of the files that are booted or looked at. */
  used: UsedImages;
}
