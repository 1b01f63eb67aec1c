// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { isInside, requireInside } from '../core/inside.js';
import { type InventoryHost, resolveHosts } from '../inventory/load.js';
import { type Fault, type YamlFile, readYaml } from '../scenario/yaml.js';
import { isPlaceFault, parsePlace } from '../store/place.js';
import type { StorePlace } from '../store/types.js';
import type { GivenArtifacts } from '../system/guest/resolve.js';
import type { OwnSystem } from '../system/own.js';
import type { OwnFile } from '../system/types.js';
import { givenArtifacts, ownArtifacts } from './project-artifacts.js';
import { projectFault } from './project-fault.js';
import type { ProjectFile, ProjectSystem } from './project-types.js';

/** Name of the file that makes a folder a project. */
export const PROJECT_FILE = 'lupine-bench.yaml';

/** A project of a user, with absolute paths. */
export interface Project {
  /** Path of its file. */
  file: string;
  systems: readonly OwnSystem[];
  /** Folders, which need not be there. */
  apps: string;
  scenarios: string;
  results: string;
  /** Where kernels and root images may come from. */
  store?: StorePlace | undefined;
  /** Where files are that systems of the program need, by system and name. */
  artifacts: GivenArtifacts;
  /** Hosts that its file names. */
  hosts: readonly InventoryHost[];
  /** How much worse counts as nothing, by metric, as it is written. */
  margins: Readonly<Record<string, string>>;
  /** An error (exit 2) with file, line and column of what the file says. */
  error: YamlFile<ProjectFile>['error'];
}

/** Files of a repository in another folder than the user's: what leads out of it is meant from where they were. */
export interface Moved {
  /** Top folder of the repository. */
  from: string;
  /** The folder that has its files. */
  to: string;
}

/**
 * Path of the project file that counts in a folder: its own, or in a git repository that of the nearest folder above it, up to
 * the repository's top. Outside of one nothing above is looked at: it may be somebody else's.
 */
export function findProjectFile(from: string): string | undefined {
  const above: string[] = [];
  for (let dir = from; ; dir = dirname(dir)) {
    above.push(dir);
    if (existsSync(join(dir, '.git'))) break;
    if (dirname(dir) === dir) return [join(from, PROJECT_FILE)].find(existsSync);
  }
  return above.map((dir) => join(dir, PROJECT_FILE)).find(existsSync);
}

/**
 * Reads a project file.
 * @throws BenchError (exit 2) with file, line and key: what {@link readYaml} finds, `PROJECT_INVALID`, `PATH_OUTSIDE`,
 *   `FOLDER_MISSING` for a folder that is named and is not there.
 */
export async function loadProject(file: string, moved?: Moved): Promise<Project> {
  await requireInside(file, dirname(file));
  const yaml = await readYaml<ProjectFile>(file, 'project', projectFault);
  const { apps, scenarios, results } = yaml.value;
  const dir = dirname(file);
  await requireFolder('apps', apps, yaml, dir);
  await requireFolder('scenarios', scenarios, yaml, dir);
  for (const [key, path] of Object.entries({ apps, scenarios, results })) {
    if (!(await isInside(resolve(dir, path ?? key), dir))) throw yaml.error(linkedAway(key));
  }
  return {
    file,
    systems: Object.entries(yaml.value.systems ?? {}).map(([name, one]) =>
      ownSystem(name, one, yaml, { file, moved }),
    ),
    apps: resolve(dir, apps ?? 'apps'),
    scenarios: resolve(dir, scenarios ?? 'scenarios'),
    results: resolve(dir, results ?? 'results'),
    store: storeOf(yaml.value, dir, moved),
    artifacts: givenArtifacts(yaml.value.artifacts, {
      file,
      yaml,
      place: (path) => placeOf(path, dir, moved),
    }),
    hosts: resolveHosts(yaml.value.hosts ?? [], file),
    margins: yaml.value.margins ?? {},
    error: yaml.error,
  };
}

/** A folder that is outside of the files of a commit is meant from where those of today are. */
function storeOf({ store }: ProjectFile, dir: string, moved: Moved | undefined): StorePlace | undefined {
  const place = store === undefined ? undefined : parsePlace(store, dir);
  if (place === undefined || isPlaceFault(place)) return undefined;
  if (place.kind !== 'folder' || moved === undefined || store === undefined) return place;
  const there = parsePlace(placeOf(store, dir, moved), dir);
  return isPlaceFault(there) ? undefined : { ...there, name: store };
}

function ownSystem(
  name: string,
  { fragments = [], config, source, kernel, guest, ...words }: ProjectSystem,
  yaml: YamlFile<ProjectFile>,
  { file, moved }: { file: string; moved: Moved | undefined },
): OwnSystem {
  const dir = dirname(file);
  const place = (path: string): string => placeOf(path, dir, moved);
  const files: OwnFile[] = [];
  const own = (path: string, key: (string | number)[], how: Pick<OwnFile, 'kind' | 'inside'>): string => {
    const absolute = place(path);
    files.push({ path: absolute, at: yaml.at(['systems', name, ...key]), ...how });
    return absolute;
  };
  const inside = { kind: 'file', inside: dir } as const;
  return {
    ...{ name, ...words },
    kernel: kernel === undefined ? undefined : own(kernel, ['kernel'], { kind: 'file' }),
    config: config === undefined ? undefined : own(config, ['config'], inside),
    fragments: fragments.map((path, index) => own(path, ['fragments', index], inside)),
    source: source === undefined ? undefined : own(source, ['source'], { kind: 'file or folder' }),
    guest:
      guest === undefined
        ? undefined
        : {
            declaration: guest,
            artifacts: ownArtifacts(guest.artifacts ?? {}, ['systems', name, 'guest', 'artifacts'], {
              file,
              yaml,
              place,
            }),
          },
    origin: { file, files },
  };
}

function placeOf(path: string, dir: string, moved: Moved | undefined): string {
  const place = resolve(dir, path);
  if (moved === undefined || place === moved.to || place.startsWith(`${moved.to}/`)) return place;
  return resolve(moved.from, relative(moved.to, dir), path);
}

async function requireFolder(
  key: string,
  path: string | undefined,
  yaml: YamlFile<ProjectFile>,
  dir: string,
): Promise<void> {
  if (path === undefined) return;
  const info = await stat(resolve(dir, path)).catch(() => undefined);
  if (info?.isDirectory() === true) return;
  const what = info === undefined ? 'does not exist' : 'is no folder';
  throw yaml.error({
    code: 'FOLDER_MISSING',
    at: [key],
    message: `"${key}" is ${JSON.stringify(path)}, which ${what}.`,
    next: 'Make the folder, or leave the key out.',
  });
}

function linkedAway(key: string): Fault {
  return {
    code: 'PATH_OUTSIDE',
    at: [key],
    message: `the folder of "${key}" is a link that leads out of the project's folder.`,
    next: 'Make it a folder of its own; --out names another place for results.',
  };
}
