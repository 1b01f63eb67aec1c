// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, makeFolder } from '../../core/files.js';
import { acquireLock } from '../../core/lock.js';
import { cacheFolder } from '../../core/cache-folder.js';
import { programs } from '../../core/programs.js';

/** One of apt's source lists: the file's name, which says its format, and its text. */
export interface SourceList {
  /** `*.list` (one line per source) or `*.sources` (deb822 paragraphs). */
  name: string;
  text: string;
}

/** What a private apt configuration is to know. */
export interface PrivateAptOptions {
  /** Name of its folder in the cache. */
  name: string;
  /** Makes its lists from the machine's own. */
  derive: (lists: readonly SourceList[]) => SourceList[];
  /** Code of the error when no server answers. */
  code: string;
  signal?: AbortSignal | undefined;
}

const SETTINGS = '/etc/apt';

/** Where apt may be reached from only through a proxy. */
const PROXY = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const;

/** Environment for apt beyond the plain one. */
export function aptEnvironment(): Record<string, string> {
  return Object.fromEntries(PROXY.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/**
 * Options with which apt keeps its cache in a folder of ours and takes no package for installed; no right is needed.
 * @param more further settings of apt, by name.
 */
export async function ownCacheOptions(
  dir: string,
  more: Readonly<Record<string, string>>,
): Promise<string[]> {
  await makeFolder(join(dir, 'archives', 'partial'));
  const status = join(dir, 'nothing-installed');
  await writeFile(status, '', { flag: 'a' });
  const settings = {
    'APT::Architecture': 'amd64',
    'APT::Architectures': 'amd64',
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
    'Dir::Cache': dir,
    'Dir::State::status': status,
    ...more,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

const refreshed = new Map<string, Promise<string[]>>();

/**
 * Options that make apt know what lists derived from the machine's own offer: lists, cache and state of our own, so that
 * nothing of the machine is changed and no right is needed. Refreshed once per process.
 * @throws BenchError with the given code (exit 3) when no server answers.
 */
export async function privateAptOptions(options: PrivateAptOptions): Promise<string[]> {
  const { name } = options;
  const known =
    refreshed.get(name) ??
    refresh(options).catch((error: unknown) => {
      refreshed.delete(name);
      throw error;
    });
  refreshed.set(name, known);
  return await known;
}

async function refresh({ name, derive, code, signal }: PrivateAptOptions): Promise<string[]> {
  const dir = await cacheFolder(name);
  const lock = await acquireLock(join(dir, 'lock'), signal);
  try {
    const lists = join(dir, 'sources.list.d');
    await rm(lists, { recursive: true, force: true });
    for (const sub of [lists, join(dir, 'lists', 'partial')]) await makeFolder(sub);
    for (const list of derive(await ownLists())) await writeFile(join(lists, list.name), list.text);
    const options = await ownCacheOptions(dir, {
      'Dir::Etc::sourcelist': '/dev/null',
      'Dir::Etc::sourceparts': lists,
      'Dir::State::lists': join(dir, 'lists'),
    });
    const next = 'Check the network and the lists below /etc/apt.';
    await programs({ env: aptEnvironment(), signal, code, next })`apt-get ${options} -q update`;
    return options;
  } finally {
    await lock.release();
  }
}

async function ownLists(): Promise<SourceList[]> {
  const parts = await readdir(join(SETTINGS, 'sources.list.d')).catch(() => []);
  const names = parts
    .filter((name) => /\.(list|sources)$/.test(name))
    .map((name) => `sources.list.d/${name}`);
  const found = await Promise.all(
    ['sources.list', ...names].map(async (name) => {
      try {
        return [{ name: name.replace('/', '-'), text: await readFile(join(SETTINGS, name), 'utf8') }];
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}
