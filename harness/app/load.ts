// SPDX-License-Identifier: Apache-2.0
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { requireInside } from '../core/inside.js';
import { displayPath } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import { type ReadEach, readEach } from '../scenario/broken.js';
import { type Fault, loadYaml } from '../scenario/yaml.js';
import type { AppDeclaration } from './types.js';

/** An app with the folder that its own files are relative to. */
export interface LoadedApp {
  declaration: AppDeclaration;
  dir: string;
  /** Folder that all of them must be in, links followed: a project's, or that of the scenarios which come with the program. */
  within: string;
  /** True for an app of a project. */
  own: boolean;
}

/** A folder of apps, each a folder with an `app.yaml`. */
export interface AppFolder {
  dir: string;
  /** As in {@link LoadedApp}. */
  within: string;
  own: boolean;
  /** What else must be right in the folder of an app; throws a BenchError (exit 2). */
  check?: ((dir: string) => Promise<void>) | undefined;
}

/** The apps of a project. */
export interface Apps {
  /** Names, sorted. */
  names(): Promise<string[]>;
  /**
   * Reads the declaration of an app.
   * @throws BenchError (exit 2) `APP_UNKNOWN`, `APP_TWICE`, `PATH_OUTSIDE`, or what its file has wrong, with file, line and key.
   */
  load(name: string): Promise<LoadedApp>;
  /** Every app that can be used, and every other with what {@link load} throws for it, in order of their names. */
  all(): Promise<ReadEach<LoadedApp>>;
}

/** The apps in these folders; that a later folder has one of a name again is an error. */
export function appsIn(folders: readonly AppFolder[]): Apps {
  const list = async (): Promise<Map<string, FoundApp>> => {
    const apps = new Map<string, FoundApp>();
    for (const { dir, ...where } of folders) {
      for (const name of await appFolders(dir)) {
        const path = join(dir, name);
        apps.set(name, { name, path, dir: path, ...where, before: apps.get(name)?.dir });
      }
    }
    return apps;
  };
  const names = async (): Promise<string[]> => [...(await list()).keys()].sort();
  return {
    names,
    load: async (name) => {
      const found = (await list()).get(name);
      if (found !== undefined) return await readApp(found);
      throw usageError('APP_UNKNOWN', `there is no app "${name}".`, suggest(name, await names()));
    },
    all: async () => {
      const apps = await list();
      const sorted = [...apps.keys()].sort().flatMap((name) => apps.get(name) ?? []);
      return await readEach('app', sorted, readApp);
    },
  };
}

interface FoundApp extends AppFolder {
  /** Name of its folder. */
  name: string;
  path: string;
  /** Folder of an earlier app with the same name. */
  before: string | undefined;
}

async function appFolders(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const apps = await Promise.all(entries.map(async (entry) => await isApp(dir, entry)));
  return entries.filter((_entry, index) => apps[index] === true).map((entry) => entry.name);
}

/** A folder, a link to one, or one that leads nowhere: that somebody meant an app by. */
async function isApp(dir: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const found = await stat(join(dir, entry.name)).catch(() => undefined);
  return found?.isDirectory() ?? true;
}

/** Files of an app that are read by their names, if they are there. */
const NAMED_FILES = ['app.yaml', 'kernel.config'];

/** Name of a folder of an app with what one version of the kernel changes, as `6.12`. */
export const VERSION_FOLDER = /^[0-9]+[.][0-9]+$/;

async function readApp({ name, dir, within, own, check, before }: FoundApp): Promise<LoadedApp> {
  // Of a folder that cannot be read its app.yaml says why.
  const versions = (await readdir(dir).catch(() => [])).filter((entry) => VERSION_FOLDER.test(entry));
  const files = [...NAMED_FILES, ...versions.map((version) => join(version, 'kernel.config'))];
  for (const file of files) await requireInside(join(dir, file), within);
  const faultOf = (declared: AppDeclaration): Fault | undefined => nameFault(declared, name, before);
  const declaration = await loadYaml<AppDeclaration>(join(dir, 'app.yaml'), 'app', faultOf);
  await check?.(dir);
  return { declaration, dir, within, own };
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
