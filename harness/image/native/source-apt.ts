// SPDX-License-Identifier: Apache-2.0
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../core/files.js';
import { acquireLock } from '../../core/lock.js';
import { cacheRoot } from '../../core/paths.js';
import { runTool } from '../../core/tool.js';
import { aptEnvironment } from '../rootfs/apt.js';
import { type SourceList, sourcePackageLists } from './source-lists.js';

const SETTINGS = '/etc/apt';
let refreshed: Promise<string[]> | undefined;

/**
 * Options that make apt know the source packages of the machine's own servers: lists, cache and state of our own, so that
 * nothing of the machine is changed and no right is needed. Refreshed once per process.
 * @throws BenchError `SOURCE_LISTS` (exit 3) when no server answers.
 */
export async function sourceAptOptions(signal?: AbortSignal): Promise<string[]> {
  refreshed ??= refresh(signal).catch((error: unknown) => {
    refreshed = undefined;
    throw error;
  });
  return await refreshed;
}

async function refresh(signal?: AbortSignal): Promise<string[]> {
  const dir = join(cacheRoot(), 'apt-sources');
  const lock = await acquireLock(join(dir, 'lock'), signal);
  try {
    const lists = join(dir, 'sources.list.d');
    await rm(lists, { recursive: true, force: true });
    for (const sub of [lists, join(dir, 'lists', 'partial'), join(dir, 'archives', 'partial')]) {
      await mkdir(sub, { recursive: true });
    }
    for (const { name, text } of sourcePackageLists(await ownLists()))
      await writeFile(join(lists, name), text);
    const status = join(dir, 'nothing-installed');
    await writeFile(status, '');
    const settings = {
      'APT::Sandbox::User': 'root',
      'Debug::NoLocking': '1',
      'Dir::Cache': dir,
      'Dir::Etc::sourcelist': '/dev/null',
      'Dir::Etc::sourceparts': lists,
      'Dir::State::lists': join(dir, 'lists'),
      'Dir::State::status': status,
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    await runTool('apt-get', [...options, '-q', 'update'], {
      env: aptEnvironment(),
      signal,
      code: 'SOURCE_LISTS',
      next: 'Check the network and the lists below /etc/apt.',
    });
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
