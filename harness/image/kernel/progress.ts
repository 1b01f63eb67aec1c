// SPDX-License-Identifier: Apache-2.0
import { historyIn, isAmount } from '../../core/history.js';
import { isRecord } from '../../core/remembered.js';
import { withoutVersion } from '../../system/name.js';

/** How long a build of a kernel took on this machine. */
export interface BuildHistory {
  /** Compile steps that make printed. */
  steps: number;
  seconds: number;
  /** Kconfig options that its fragments set to y, to guess for a kernel that was never built. */
  asked: number;
}

/** Earlier builds on this machine by the name of the system. */
export const buildHistory = historyIn('build-history.json', isBuild);

/** Steps are divided by, and times waited for: nothing that is zero is of use. */
function isBuild(value: unknown): value is BuildHistory {
  if (!isRecord(value)) return false;
  const { steps, seconds, asked } = value;
  return [steps, seconds, asked].every((part) => isAmount(part) && part > 0);
}

/** What was seen on another machine (2 cores, gcc 12): the start for a machine without history. */
const reference: BuildHistory[] = [
  { steps: 1000, seconds: 190, asked: 40 },
  { steps: 2900, seconds: 780, asked: 300 },
];

/** Expected steps and seconds: as last time, otherwise by the number of options asked for, from the builds that are known. */
export async function estimateBuild(system: string, asked: number): Promise<BuildHistory> {
  const history = await buildHistory.read();
  // Another kernel takes about as long as the usual one with the same options.
  const own = history.get(system) ?? history.get(withoutVersion(system));
  if (own !== undefined) return own;
  const known = history.size > 0 ? [...history.values()] : reference;
  const near = known.reduce((a, b) => (Math.abs(b.asked - asked) < Math.abs(a.asked - asked) ? b : a));
  // Half of a kernel is the same for all; the rest grows with what is asked for.
  const scale = 0.5 + (0.5 * asked) / near.asked;
  return { steps: Math.round(near.steps * scale), seconds: near.seconds * scale, asked };
}
