// SPDX-License-Identifier: Apache-2.0
import { historyIn, isAmount } from '../core/history.js';
import type { PlanStep } from './types.js';

/** How long a step of each cell took on this machine last time, ms by {@link cellName}. */
export const stepHistory = historyIn('step-history.json', isAmount);

/** Name of the cell to which a step belongs. */
export function cellName({ scenario, app, system, revision }: PlanStep): string {
  return `${scenario}/${app}/${system}${revision === undefined ? '' : `@${revision}`}`;
}

/** Name of what belongs together under the wall clock: all systems of an app in a scenario, whose boots take turns. */
export function seriesName({ scenario, app }: Pick<PlanStep, 'scenario' | 'app'>): string {
  return `${scenario}/${app}`;
}
