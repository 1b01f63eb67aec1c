// SPDX-License-Identifier: Apache-2.0
import type { BenchError } from '../core/errors.js';
import type { Progress } from '../core/progress.js';
import type { Host } from '../host/types.js';
import type { SourceId } from '../image/boot-image.js';
import type { Images } from '../image/images.js';
import type { Plan, PlanStep } from '../plan/types.js';
import type { CellQueue } from '../queue/types.js';
import type { FleetState } from './fleet/state.js';
import type { FleetWork } from './fleet/work.js';
import type { RunFolder } from './folder.js';
import type { StepRecord } from './record.js';

/** What a run needs from outside. */
export interface RunOptions {
  host: Host;
  /** Set when there are several, and `host` is the first one. */
  fleet?: FleetOptions | undefined;
  images: Images;
  /** Images of each revision in a run of several. */
  revisions?: ReadonlyMap<string, Images> | undefined;
  /** Only these steps of the plan; all of them when missing. */
  steps?: readonly PlanStep[] | undefined;
  /** Asked before each round of the wall clock; true ends the work as it is. */
  enough?: (() => boolean) | undefined;
  progress: Progress;
  signal: AbortSignal;
  /** CPUs for the VMMs of a new run under the wall clock; chosen when missing. */
  cpus?: readonly number[] | undefined;
  /** How long to wait for a host that somebody else has, ms; not at all when missing. */
  waitMs?: number | undefined;
  /** Called after each finished step. */
  onRecord?: (record: StepRecord, done: number, total: number) => void;
}

/** The hosts of a run that has several, and how they are used. */
export interface FleetOptions extends Pick<FleetWork, 'noisy'> {
  hosts: readonly Host[];
  /** Hosts that measure at the same time; all of them when missing. Others take the place of what is taken out. */
  maxParallel?: number | undefined;
  /** Who makes what next, where others measure on the same hosts: they are shared in turns. In this process when missing. */
  queue?: CellQueue | undefined;
  /** Called with each host that is taken out. */
  onOut?: ((host: Host, why: BenchError) => Promise<void>) | undefined;
  /** Called whenever something has changed. */
  onState?: ((state: FleetState) => void) | undefined;
}

/** A run that has several hosts. */
export interface FleetRun {
  folder: RunFolder;
  plan: Plan;
  options: RunOptions;
  fleet: FleetOptions;
  kernelSource: SourceId | undefined;
}
