// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../core/errors.js';
import { RunFolder } from './folder.js';

/** The newest run below a folder by name, and what has a newer name and is none. */
export interface LatestRun {
  newest?: RunFolder | undefined;
  /** Newest first, each with the reason. */
  skipped: { folder: RunFolder; error: BenchError }[];
}

/** Looks for the newest run: what only has the name of one, of tomorrow for example, is no reason to overlook those that are there. */
export async function latestRun(parent: string): Promise<LatestRun> {
  const names = await readdir(parent).catch(() => []);
  const skipped: LatestRun['skipped'] = [];
  for (const name of names
    .filter((one) => /^\d{8}-\d{6}-/.test(one))
    .sort()
    .reverse()) {
    const folder = new RunFolder(join(parent, name));
    try {
      await folder.plan();
      return { newest: folder, skipped };
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      skipped.push({ folder, error });
    }
  }
  return { skipped };
}
