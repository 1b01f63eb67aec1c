// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../core/files.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { cacheFolder } from '../../core/cache-folder.js';

/** How long a build of a kernel took on this machine. */
export interface BuildHistory {
  /** Compile steps that make printed. */
  steps: number;
  seconds: number;
  /** Kconfig options that its fragments set to y, to guess for a kernel that was never built. */
  asked: number;
}

const historyPath = async (): Promise<string> => join(await cacheFolder(), 'build-history.json');

/** What was seen on another machine (2 cores, gcc 12): the start for a machine without history. */
const reference: BuildHistory[] = [
  { steps: 1000, seconds: 190, asked: 40 },
  { steps: 2900, seconds: 780, asked: 300 },
];

/** Earlier builds on this machine by system name; empty when there are none or the file is unreadable. */
export async function readHistory(): Promise<Record<string, BuildHistory>> {
  try {
    return JSON.parse(await readFile(await historyPath(), 'utf8')) as Record<string, BuildHistory>;
  } catch {
    return {};
  }
}

/** Remembers a build for the next estimate. */
export async function rememberBuild(system: string, build: BuildHistory): Promise<void> {
  const history = { ...(await readHistory()), [system]: build };
  // Only an estimate: a build never fails for it.
  await writeAtomic(await historyPath(), prettyJson(history)).catch(() => undefined);
}

/** Expected steps and seconds: as last time, otherwise by the number of options asked for, from the builds that are known. */
export async function estimateBuild(system: string, asked: number): Promise<BuildHistory> {
  const history = await readHistory();
  const own = ownValue(history, system);
  if (own !== undefined) return own;
  const known = Object.values(history).length > 0 ? Object.values(history) : reference;
  const near = known.reduce((a, b) => (Math.abs(b.asked - asked) < Math.abs(a.asked - asked) ? b : a));
  // Half of a kernel is the same for all; the rest grows with what is asked for.
  const scale = 0.5 + (0.5 * asked) / near.asked;
  return { steps: Math.round(near.steps * scale), seconds: near.seconds * scale, asked };
}
