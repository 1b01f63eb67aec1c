// SPDX-License-Identifier: Apache-2.0
import type { LoadedApp } from '../../app/load.js';
import type { Artifact } from '../../core/artifact.js';
import type { Clock } from '../../metric/types.js';
import type { ScenarioFile } from '../../scenario/types.js';
import type { ConsoleScript, GuestApp } from '../../system/guest/types.js';
import type { GuestSystem } from '../../system/types.js';
import type { ClientRequest } from '../../workload/types.js';
import type { BootImage } from '../boot-image.js';

/** The counter of a guest under the deterministic clock counts instructions, one each ns. */
export const DETERMINISTIC_HZ = 1_000_000_000;

/** What an image of a system that brings its own kernel is made for. */
export interface GuestImageRequest {
  system: GuestSystem;
  /** What the system declares of the app. */
  app: GuestApp;
  appName: string;
  /** Declaration of the app as the Linux systems have it, for builders that take its files. */
  loadApp: (name: string) => Promise<LoadedApp>;
  scenario: ScenarioFile;
  clock: Clock;
  /** Programs that load the app in the guest; none for a scenario without a load, or with one from the host. */
  requests: readonly ClientRequest[];
  /**
   * A file of the system on this machine.
   * @throws BenchError `ARTIFACT_NOT_GIVEN`, `ARTIFACT_FILE` and others (exit 3).
   */
  file: (name: string) => Promise<string>;
  signal: AbortSignal;
  /** Called with what is being done. */
  onProgress: (text: string) => void;
  /** Called with what a reader must know, one sentence. */
  onNote: (text: string) => void;
}

/** What a builder makes. */
export interface GuestImage extends Partial<
  Pick<BootImage, 'facts' | 'packages' | 'own' | 'monitor' | 'everySize' | 'modernVirtio'>
> {
  /** A `kernel`, an `initrd` or a `disk` where it has one, and the `monitor` where the system brings that. */
  artifacts: readonly Artifact[];
  cmdline: string;
  script: ConsoleScript;
}

/** Makes the image of an app for a kind of system. */
export type GuestBuilder = (request: GuestImageRequest) => Promise<GuestImage>;
