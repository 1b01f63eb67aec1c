// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import { BenchError, EXIT, usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import type { Plan } from '../../plan/types.js';
import type { RunFolder } from '../../run/folder.js';
import { namedRun } from '../find-run.js';

/** What of a plan says what is measured; why a clock was chosen may be said otherwise a day later. */
const DECISIVE = ['gate', 'clock', 'host', 'monitor', 'kernelSource', 'scenarios', 'steps'] as const;

/**
 * The run of a gate that is to go on, which must be the one that is asked for now. Whether images are the same is seen before each boot.
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

/** As they would be stored: what is undefined is not there. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(stored(one), stored(other));
}

function stored(value: unknown): unknown {
  return JSON.parse(JSON.stringify({ value }));
}
