// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { plainEnvironment } from '../../harness/core/child.js';
import { shellHere } from '../../harness/remote/here.js';
import type { RemoteShell } from '../../harness/remote/types.js';

/** A POSIX shell of this machine as the `sh` of a host. */
export interface PosixShell {
  name: string;
  /** Such a host, its programs linked below a folder of the test. */
  host: (dir: string, env?: Readonly<Record<string, string>>) => Promise<RemoteShell>;
}

/** Where programs are that the shell does not bring itself. */
const PLACES = ['/usr/bin', '/bin', '/usr/local/bin'];

/** Shells that are installed here: busybox with nothing but its own programs, the others with those of the system. */
export function posixShells(): PosixShell[] {
  const busybox = placeOf('busybox');
  const plain = ['dash', 'bash'].flatMap((name) => {
    const place = placeOf(name);
    return place === undefined ? [] : [shell(name, () => [['sh', place]], plainEnvironment.PATH)];
  });
  return busybox === undefined ? plain : [...plain, shell('busybox', () => applets(busybox), '')];
}

function shell(name: string, links: () => (readonly [string, string])[], path: string): PosixShell {
  const host = async (dir: string, env: Readonly<Record<string, string>> = {}): Promise<RemoteShell> => {
    const bin = join(dir, `bin-${name}`);
    await mkdir(bin, { recursive: true });
    for (const [word, place] of links())
      if (!existsSync(join(bin, word))) await symlink(place, join(bin, word));
    return shellHere(name, {
      shell: [join(bin, 'sh')],
      env: { ...env, PATH: [env['PATH'], bin, path].filter((part) => part).join(':') },
    });
  };
  return { name, host };
}

function applets(busybox: string): [string, string][] {
  const names = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  return names.map((name) => [name, busybox]);
}

function placeOf(name: string): string | undefined {
  return PLACES.map((place) => join(place, name)).find((path) => existsSync(path));
}

/** True when the shell can read the text. */
export function isScript(text: string): boolean {
  return spawnSync('sh', ['-n'], { input: text }).status === 0;
}
