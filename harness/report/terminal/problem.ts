// SPDX-License-Identifier: Apache-2.0
import { isAbsent } from '../model/problem.js';
import type { Problem } from '../model/types.js';
import type { Style } from './style.js';

/** How a missing value is written: a failure stands out, what nobody asked for does not. */
export function problemPaint(problem: Problem, style: Style): (text: string) => string {
  return isAbsent(problem) ? style.faint : style.problem;
}
