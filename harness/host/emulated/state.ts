// SPDX-License-Identifier: Apache-2.0
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../core/cache-folder.js';
import { hasCode, writeAtomic } from '../../core/files.js';
import { compactJson } from '../../core/json.js';
import { acquireLock } from '../../core/lock.js';
import { type Owner, isRunning } from '../../core/owner.js';
import { type HostState, isState } from './state-file.js';

/** An emulated host and its folder. */
export interface KnownHost extends HostState {
  dir: string;
}

const STATE = 'state.json';

/** Address at which all emulated hosts are reached. */
export const ADDRESS = '127.0.0.1';

/** A name that `emulate` gives: no user's text becomes a path. */
const NAME = /^emulated-[1-9][0-9]{0,3}$/;

/** The folder of all emulated hosts of this user: nobody else can read it. */
export async function hostsFolder(): Promise<string> {
  return await cacheFolder('hosts');
}

/** Works while no other process of this user starts or removes emulated hosts. */
export async function withHosts<T>(work: (folder: string) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const folder = await hostsFolder();
  const lock = await acquireLock(join(folder, 'lock'), signal);
  try {
    return await work(folder);
  } finally {
    await lock.release();
  }
}

/**
 * Folders and names of this process's own for so many hosts; what is left of hosts whose process has died is removed.
 * @param ports port of each.
 */
export async function claimHosts(ports: readonly number[], owner: Owner): Promise<KnownHost[]> {
  return await withHosts(async (folder) => {
    await removeDead(folder);
    const claimed: KnownHost[] = [];
    for (let number = 1; claimed.length < ports.length; number++) {
      const name = `emulated-${number}`;
      const dir = join(folder, name);
      if (!(await madeFolder(dir))) continue;
      const host = { name, port: ports[claimed.length] ?? 0, owner, ready: false, dir };
      await writeState(host);
      claimed.push(host);
    }
    return claimed;
  });
}

/** Writes down what is known of a host. */
export async function writeState({ dir, name, port, owner, ready }: KnownHost): Promise<void> {
  await writeAtomic(join(dir, STATE), compactJson({ name, port, owner, ready }));
}

/** Hosts whose process runs, by number. */
export async function livingHosts(): Promise<KnownHost[]> {
  const { living } = await sorted(await hostsFolder());
  return living;
}

/** Removes what is left of a host. */
export async function removeHost({ dir }: Pick<KnownHost, 'dir'>): Promise<void> {
  await rm(dir, { recursive: true, force: true });
}

/** Removes what is left of hosts whose process has died. */
export async function removeDead(folder: string): Promise<void> {
  const { dead } = await sorted(folder);
  for (const dir of dead) await removeHost({ dir });
}

async function sorted(folder: string): Promise<{ living: KnownHost[]; dead: string[] }> {
  const living: KnownHost[] = [];
  const dead: string[] = [];
  const names = (await readdir(folder)).filter((name) => NAME.test(name));
  const numbered = new Intl.Collator('en', { numeric: true });
  for (const name of names.sort((a, b) => numbered.compare(a, b))) {
    const dir = join(folder, name);
    const state = await readState(join(dir, STATE));
    if (state?.name === name && (await isRunning(state.owner))) living.push({ ...state, dir });
    else dead.push(dir);
  }
  return { living, dead };
}

/** What a file says; nothing when there is none, or when it is not ours. */
async function readState(path: string): Promise<HostState | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isState(found) ? found : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

async function madeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
