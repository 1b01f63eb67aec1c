// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import { BenchError, EXIT, usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import { cellName } from '../../plan/durations.js';
import type { Plan } from '../../plan/types.js';
import type { RunFolder } from '../../run/folder.js';
import { requireSameImages } from '../../run/provenance.js';
import { usedImages } from '../../run/step.js';
import { workloadOf } from '../../workload/registry.js';
import { namedRun } from '../find-run.js';
import type { Session } from '../session.js';
import { sideImages } from './cells.js';
import type { BothSides, PlannedSide } from './sides.js';

/** What of a plan says what is measured; why a clock was chosen may be said otherwise a day later. */
const DECISIVE = ['gate', 'clock', 'host', 'monitor', 'kernelSource', 'scenarios', 'steps'] as const;

/**
 * The run of a gate that is to go on, which must be the one that is asked for now. Whether its images are, {@link requireSameSides} says.
 * @throws BenchError `GATE_RESUME` (exit 2) for a run of something else, `RESUME_CHANGED` (exit 5) for one of another gate; what
 *   reading it throws.
 */
export async function resumedRun(run: string, results: string, plan: Plan): Promise<RunFolder> {
  const folder = namedRun(run, results);
  const before = await folder.plan();
  if (before.gate === undefined) {
    throw usageError(
      'GATE_RESUME',
      `${displayPath(folder.dir)} is no run of a gate by the wall clock.`,
      'Continue it with resume, or leave --resume out.',
    );
  }
  const differs = DECISIVE.filter((field) => !isSame(before[field], plan[field]));
  if (differs.length === 0) return folder;
  throw new BenchError({
    code: 'RESUME_CHANGED',
    message: `the run ${folder.id} is of another gate: its ${differs.join(', ')} differ from what is asked for now.`,
    next: 'Call it with the same base, scenarios, options and budget of boots, or leave --resume out.',
    exit: EXIT.notComparable,
  });
}

/**
 * Refuses to go on with boots of other images: what was measured of them says nothing of what is there now, should no boot be left.
 * @throws BenchError `RESUME_CHANGED` (exit 5).
 */
export async function requireSameSides(
  folder: RunFolder,
  plan: Plan,
  sides: BothSides<PlannedSide>,
  session: Session,
): Promise<void> {
  for (const { id, environment, within } of sides) {
    const images = sideImages(plan, environment, session);
    const own = plan.steps.filter(({ revision, boot }) => revision === id && boot === 1);
    try {
      for (const step of own) {
        const before = (await folder.record(step))?.images;
        const scenario = plan.scenarios.find(({ name }) => name === step.scenario);
        if (before === undefined || scenario === undefined) continue;
        const image = await within(() => images.image(step.system, step.app, scenario));
        const clients = await images.clients(step.app, scenario);
        requireSameImages(
          cellName(step),
          before,
          usedImages(workloadOf(scenario), plan.clock, image, clients),
        );
      }
    } finally {
      images.stop();
    }
  }
}

/** As they would be stored: what is undefined is not there. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(stored(one), stored(other));
}

function stored(value: unknown): unknown {
  return JSON.parse(JSON.stringify({ value }));
}
