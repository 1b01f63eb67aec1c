// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadYaml } from '../../scenario/yaml.js';
import { appFault } from './app-fault.js';
import { guestFault } from './fault.js';
import type { BaselineFile } from './types.js';

/** File of a folder of `baselines/` that says what the system is. */
export const BASELINE_FILE = 'system.yaml';

/**
 * The systems of a folder, by name, each a folder of its own.
 * @param apps names of all apps.
 * @throws BenchError (exit 2) as `loadYaml`, `PATTERN_INVALID`, `ARTIFACT_UNKNOWN` and `APP_UNKNOWN`.
 */
export async function loadBaselines(
  dir: string,
  apps: readonly string[],
): Promise<Map<string, BaselineFile>> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const load = async (name: string): Promise<[string, BaselineFile]> => [
    name,
    await loadYaml<BaselineFile>(
      join(dir, name, BASELINE_FILE),
      'baseline',
      (file) => guestFault(file, []) ?? appFault(file, apps, []),
    ),
  ];
  return new Map(await Promise.all(names.sort().map(load)));
}
