// SPDX-License-Identifier: Apache-2.0
import type { Measured } from '../../bisect/types.js';
import { attemptError } from '../../core/errors.js';
import { ownValue } from '../../core/own.js';
import type { Environment } from '../../environment/environment.js';
import { LOCAL } from '../../host/local.js';
import type { DerivedSystem } from '../../plan/ablation.js';
import { withDerived } from '../../plan/derived.js';
import { makePlan } from '../../plan/plan.js';
import { createRun } from '../../run/folder.js';
import type { StepRecord } from '../../run/record.js';
import { makeBoots } from '../../run/run.js';
import { requireOwnFiles } from '../../system/own-files.js';
import type { Session } from '../session.js';
import type { BisectCell } from './choose.js';
import type { KernelSources } from '../../plan/source.js';

/** Where a cell is measured. */
export interface CellPlace {
  environment: Environment;
  /** Folder that gets the run. */
  runs: string;
  kernelSource: KernelSources | undefined;
  /** A system that exists for this point only, with its fragment: as the run's folder has it, and a file. */
  derived?: { system: DerivedSystem; text: string; path: string } | undefined;
}

/**
 * Measures a cell once under the deterministic clock, as a run of its own, whose console and provenance stay.
 * @throws BenchError what is wrong with the files of this place, what stops a run; an AbortError.
 */
export async function measureCell(
  { scenario: name, system, app, metric }: BisectCell,
  { environment, runs, kernelSource, derived }: CellPlace,
  session: Session,
): Promise<Measured> {
  const { scenarios, monitors } = environment;
  const { progress, signal } = session;
  const own = derived === undefined ? [] : [derived.system];
  const catalogue = withDerived(environment.catalogue, own, (fragment) => derived?.path ?? fragment);
  const plan = makePlan([await scenarios.load(name)], catalogue, {
    clock: 'deterministic',
    clockReason: 'A bisection counts instructions: one boot says everything.',
    ...{ host: 'any', hosts: [LOCAL], monitor: monitors[0]?.name ?? '' },
    ...{
      systems: [derived?.system.name ?? system],
      apps: [app],
      metrics: [metric.name],
      boots: 1,
      kernelSource,
    },
  });
  await requireOwnFiles(plan.steps.map((step) => catalogue.resolve(step.system)));
  const files = derived === undefined ? {} : { [derived.system.fragment]: derived.text };
  const kept = derived === undefined ? plan : { ...plan, derived: own };
  const folder = await createRun(runs, kept, new Date(), files);
  const records: StepRecord[] = [];
  await makeBoots(folder, kept, {
    host: environment.host(LOCAL),
    images: environment.images({ clock: 'deterministic', kernelSource, catalogue, progress, signal }),
    ...{ progress, signal },
    onRecord: (record) => records.push(record),
  });
  const [record] = records;
  if (record === undefined) return { skipped: 'nothing was booted' };
  const { failure, images, step } = record;
  // A boot that was made and not kept says nothing of the guest.
  if (failure !== undefined && images !== undefined && (await folder.record(step)) === undefined) {
    throw attemptError(failure.code, failure.message, failure.next);
  }
  return outcomeOf(record, metric.name);
}

function outcomeOf(record: StepRecord, metric: string): Measured {
  const value = ownValue(record.values, metric);
  if (value !== undefined) return { value };
  const failure = record.failure ?? ownValue(record.missing ?? {}, metric);
  return { skipped: failure === undefined ? 'it has no value' : `${failure.code}: ${failure.message}` };
}
