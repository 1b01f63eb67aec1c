// SPDX-License-Identifier: Apache-2.0
import type { Progress } from '../core/progress.js';
import type { Host } from '../host/types.js';
import type { Images } from '../image/images.js';
import type { Plan, PlanStep } from '../plan/types.js';
import { executePlan } from './execute.js';
import { type FleetOptions, runFleet } from './fleet/run.js';
import type { RunFolder } from './folder.js';
import { ProvenanceBook } from './provenance-book.js';
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

/**
 * Makes every boot that the run still lacks, or of these only some; for a new run, all of them. Holds the run's lock meanwhile. When interrupted,
 * everything finished is on disk and the same call continues.
 * @throws BenchError `NAMESPACE_REFUSED` and its kin (exit 3) when a load from the host cannot be made, `FLEET_LOST` (exit 3), `RUN_BUSY`, `RESUME_CHANGED`, `DISK_FULL`, a configuration error; an AbortError when interrupted.
 */
export async function makeBoots(folder: RunFolder, plan: Plan, options: RunOptions): Promise<void> {
  const { host, images, revisions, steps, enough, progress, signal, waitMs } = options;
  const lock = await folder.lock();
  try {
    progress.step('looking at the machine');
    await host.prepare?.(progress, signal);
    const source = await images.source(plan.steps.map(({ system }) => system));
    if (options.fleet !== undefined) {
      await runFleet({ folder, plan, options, fleet: options.fleet, kernelSource: source });
      return;
    }
    const book = await ProvenanceBook.open(folder, plan, host, source, options.cpus);
    if (book.pins?.client !== undefined) await host.requireGuestNetwork(signal);
    let done = book.finished;
    const wishes = {
      signal,
      note: (text: string) => {
        progress.note(text);
      },
      waitMs,
    };
    await host.alone(wishes, async (own, tuning) => {
      await book.tuned(host.name, tuning);
      await executePlan(folder, plan, {
        ...{ images, revisions, host, signal: own, steps, enough },
        ...{ pins: book.pins, emulated: book.emulatedOn(host.name) },
        requireSameImages: book.requireSameImages,
        note: (record, image, clients) => book.add(record, image, clients),
        onRecord: (record) => {
          done += 1;
          options.onRecord?.(record, done, plan.steps.length);
        },
      });
    });
  } finally {
    for (const one of [images, ...(revisions?.values() ?? [])]) one.stop();
    await lock.release();
  }
}
