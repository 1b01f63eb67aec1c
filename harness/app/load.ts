// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import { type Fault, loadYaml } from '../scenario/yaml.js';
import type { AppDeclaration } from './types.js';

/** An app with the folder that its own files are relative to. */
export interface LoadedApp {
  declaration: AppDeclaration;
  dir: string;
  /** Folder that these must be in; missing for an app that comes with the program. */
  within?: string | undefined;
}

/** A folder of apps, each a folder with an `app.yaml`. */
export interface AppFolder {
  dir: string;
  /** As in {@link LoadedApp}. */
  within?: string | undefined;
}

/** The apps of a project. */
export interface Apps {
  /** Names, sorted. */
  names(): Promise<string[]>;
  /**
   * Reads the declaration of an app.
   * @throws BenchError (exit 2) `APP_UNKNOWN`, `APP_TWICE`, or what its file has wrong, with file, line and key.
   */
  load(name: string): Promise<LoadedApp>;
}

/** The apps in these folders; that a later folder has one of a name again is an error. */
export function appsIn(folders: readonly AppFolder[]): Apps {
  const list = async (): Promise<Map<string, FoundApp>> => {
    const apps = new Map<string, FoundApp>();
    for (const { dir, within } of folders) {
      for (const name of await appFolders(dir)) {
        apps.set(name, { dir: join(dir, name), within, before: apps.get(name)?.dir });
      }
    }
    return apps;
  };
  const names = async (): Promise<string[]> => [...(await list()).keys()].sort();
  return {
    names,
    load: async (name) => {
      const found = (await list()).get(name);
      if (found !== undefined) return await readApp(name, found);
      throw usageError('APP_UNKNOWN', `there is no app "${name}".`, suggest(name, await names()));
    },
  };
}

interface FoundApp extends AppFolder {
  /** Folder of an earlier app with the same name. */
  before: string | undefined;
}

async function appFolders(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function readApp(name: string, { dir, within, before }: FoundApp): Promise<LoadedApp> {
  const faultOf = (declared: AppDeclaration): Fault | undefined => nameFault(declared, name, before);
  const declaration = await loadYaml<AppDeclaration>(join(dir, 'app.yaml'), 'app', faultOf);
  return { declaration, dir, within };
}

function nameFault(declared: AppDeclaration, folder: string, before?: string): Fault | undefined {
  const at = ['name'];
  if (declared.name !== folder) {
    const message = `"name" is "${declared.name}", the folder is "${folder}".`;
    return { code: 'APP_INVALID', at, message, next: 'Give both the same name.' };
  }
  if (before === undefined) return undefined;
  const message = `"name" is "${folder}", and there is an app of that name in ${displayPath(before)}.`;
  return { code: 'APP_TWICE', at, message, next: 'Rename the folder and the app in it.' };
}
