// SPDX-License-Identifier: Apache-2.0
import { access, constants, realpath } from 'node:fs/promises';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { plainEnvironment } from '../core/child.js';

/** Folders, links and files in which a host keeps its programs and libraries, and nothing of any user. */
const SYSTEM = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/nix/store', '/gnu/store'],
  ...['/etc/alternatives', '/etc/ld.so.cache'],
];

/** A program of this host. */
export interface HostProgram {
  /** Its path, absolute and without links; the name as it was when there is none. */
  program: string;
  /** What of the file system it needs to run. */
  readOnly: string[];
}

/** Finds a program by its name or path, as a shell does. */
export async function hostProgram(name: string): Promise<HostProgram> {
  const places = name.includes('/')
    ? [resolve(name)]
    : plainEnvironment.PATH.split(delimiter).map((dir) => join(dir, name));
  for (const place of places) {
    const path = await access(place, constants.X_OK).then(
      () => realpath(place),
      () => undefined,
    );
    if (path !== undefined)
      return { program: path, readOnly: neededBy(path).filter((one) => existsSync(one)) };
  }
  return { program: name, readOnly: [] };
}

/** What a program needs of a file system to run, where that has it. */
export function neededBy(path: string): string[] {
  return [...SYSTEM, ...besides(path)];
}

/** One that the user built has its data beside it, below the folder that it was installed to. */
function besides(path: string): string[] {
  if (SYSTEM.some((dir) => path.startsWith(`${dir}/`))) return [];
  const folder = dirname(path);
  const prefix = basename(folder) === 'bin' ? dirname(folder) : undefined;
  const data = prefix === undefined ? [] : ['share/qemu', 'lib', 'lib64'].map((name) => join(prefix, name));
  return [path, ...data];
}
