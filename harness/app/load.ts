// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import { loadYaml } from '../scenario/yaml.js';
import type { AppDeclaration } from './types.js';

/** An app with the folder that its own files are relative to. */
export interface LoadedApp {
  declaration: AppDeclaration;
  dir: string;
}

/** The apps of a project. */
export interface Apps {
  /** Names, sorted. */
  names(): Promise<string[]>;
  /**
   * Reads the declaration of an app.
   * @throws BenchError (exit 2) `APP_UNKNOWN`, or what its file has wrong, with file, line and key.
   */
  load(name: string): Promise<LoadedApp>;
}

/** The apps in these folders, each a folder with an `app.yaml`; of two with one name the one in the earlier folder counts. */
export function appsIn(dirs: readonly string[]): Apps {
  const list = async (): Promise<Map<string, string>> => {
    const found = await Promise.all(
      dirs.map(async (dir) => (await appFolders(dir)).map((name) => [name, join(dir, name)] as const)),
    );
    return new Map(found.flat().reverse());
  };
  const names = async (): Promise<string[]> => [...(await list()).keys()].sort();
  return {
    names,
    load: async (name) => {
      const dir = (await list()).get(name);
      if (dir !== undefined) return await readApp(name, dir);
      throw usageError('APP_UNKNOWN', `there is no app "${name}".`, suggest(name, await names()));
    },
  };
}

async function appFolders(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function readApp(name: string, dir: string): Promise<LoadedApp> {
  const path = join(dir, 'app.yaml');
  const declaration = await loadYaml<AppDeclaration>(path, 'app');
  if (declaration.name === name) return { declaration, dir };
  throw usageError(
    'APP_INVALID',
    `${displayPath(path)}: "name" is "${declaration.name}", the folder is "${name}".`,
    'Give both the same name.',
  );
}
