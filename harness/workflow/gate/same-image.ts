// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../../environment/environment.js';
import type { BootImage } from '../../image/boot-image.js';
import type { Images } from '../../image/images.js';
import type { Plan, PlanStep } from '../../plan/types.js';
import type { ScenarioFile } from '../../scenario/types.js';
import { isSameImage } from '../difference/boots.js';
import type { Session } from '../session.js';

/** One side of a gate, planned. */
export interface PlannedSide {
  plan: Plan;
  environment: Environment;
  /** Says with what is wrong whose files it is wrong with. */
  within: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Builds the images of both sides, the base's first, and gives the cells (`scenario app system`) whose image and scenario are the same
 * on both: to boot those would be to measure one thing twice.
 * @throws BenchError what building throws; a mistake in the base's files says so.
 */
export async function sameCells(
  base: PlannedSide,
  head: PlannedSide,
  session: Session,
): Promise<Set<string>> {
  const old = await imagesOf(base, session);
  const now = await imagesOf(head, session);
  const same = new Set<string>();
  for (const [cell, { image, scenario }] of now) {
    const before = old.get(cell);
    if (before === undefined || !isSameImage(before.image, image)) continue;
    if (isDeepStrictEqual(measuredPart(before.scenario), measuredPart(scenario))) same.add(cell);
  }
  return same;
}

/** What of a scenario decides what is measured: how much worse counts as nothing does not. */
function measuredPart({ margins: _, ...scenario }: ScenarioFile): Omit<ScenarioFile, 'margins'> {
  return scenario;
}

/** Name of the cell of a step. */
export function cellOf({ scenario, app, system }: Pick<PlanStep, 'scenario' | 'app' | 'system'>): string {
  return `${scenario} ${app} ${system}`;
}

interface CellImage {
  image: BootImage;
  scenario: ScenarioFile;
}

async function imagesOf(
  { plan, environment, within }: PlannedSide,
  { progress, signal }: Session,
): Promise<Map<string, CellImage>> {
  const { clock, kernelSource } = plan;
  const images = environment.images({ clock, kernelSource, progress, signal });
  try {
    return await within(() => collect(plan, images));
  } finally {
    images.stop();
  }
}

async function collect({ steps, scenarios }: Plan, images: Images): Promise<Map<string, CellImage>> {
  const found = new Map<string, CellImage>();
  for (const step of steps) {
    if (found.has(cellOf(step))) continue;
    const scenario = scenarios.find(({ name }) => name === step.scenario);
    if (scenario === undefined) throw new Error('a step is of a scenario of its plan');
    found.set(cellOf(step), { image: await images.image(step.system, step.app, scenario), scenario });
  }
  return found;
}
