// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { displayPath, projectRoot } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import { appNames } from '../scenario/load.js';
import { loadYaml } from '../scenario/yaml.js';
import type { AppDeclaration } from './types.js';

/** An app with the folder that its own files are relative to. */
export interface LoadedApp {
  declaration: AppDeclaration;
  dir: string;
}

/**
 * Reads the declaration of an app.
 * @throws BenchError (exit 2) `APP_UNKNOWN`, or what its file has wrong, with file, line and key.
 */
export async function loadApp(name: string): Promise<LoadedApp> {
  const names = await appNames();
  if (!names.includes(name))
    throw usageError('APP_UNKNOWN', `there is no app "${name}".`, suggest(name, names));
  const dir = join(projectRoot, 'scenarios', 'apps', name);
  const path = join(dir, 'app.yaml');
  const declaration = await loadYaml<AppDeclaration>(path, 'app');
  if (declaration.name !== name) {
    throw usageError(
      'APP_INVALID',
      `${displayPath(path)}: "name" is "${declaration.name}", the folder is "${name}".`,
      'Give both the same name.',
    );
  }
  return { declaration, dir };
}
