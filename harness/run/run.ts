// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '../plan/types.js';
import { executePlan } from './execute.js';
import { runFleet } from './fleet/run.js';
import type { RunFolder } from './folder.js';
import type { RunOptions } from './options.js';
import { ProvenanceBook } from './provenance-book.js';

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
