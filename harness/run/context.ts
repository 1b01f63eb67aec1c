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
  /** Images of each revision in a run of several; a step without one has those of `images`. */
  revisions?: ReadonlyMap<string, Images> | undefined;
  host: Host;
  signal: AbortSignal;
  /** CPUs of the host on which monitors and clients stay; missing under the deterministic clock, where it could not show. */
  pins?: Pins | undefined;
  /** True when the processor of the host is emulated and time is measured, which every record says then. */
  emulated?: boolean | undefined;
  /** Throws when an image is not the one that earlier boots of this run were made with. */
  requireSameImages: (cell: string, images: UsedImages) => void;
  /** Notes what a step was made with, before its record is stored: a record without provenance must not exist. */
  note: (record: StepRecord, image: BootImage, clients: HostClients | undefined) => Promise<void>;
}

/** The images that a step is made from. */
export function imagesOf(
  { revision }: Pick<PlanStep, 'revision'>,
  { images, revisions }: Pick<StepContext, 'images' | 'revisions'>,
): Images {
  const own = revision === undefined ? images : revisions?.get(revision);
  if (own === undefined) throw new Error('a run has the images of each of its revisions');
  return own;
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
