// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir, readlink } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** A running process. */
export interface Running {
  pid: number;
  parent: number;
  /** Command line, words separated by spaces. */
  command: string;
  /** Its network namespace. */
  network: string;
}

/** Processes of this machine that can be looked at; one that is ending is none. */
export async function processes(): Promise<Running[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const looked = pids.map(async (pid): Promise<Running[]> => {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z') return [];
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
      const network = await readlink(`/proc/${pid}/ns/net`);
      return [{ pid: Number(pid), parent: Number(parent), command, network }];
    } catch {
      return [];
    }
  });
  return (await Promise.all(looked)).flat();
}

/** Waits until something is true, or until there is no more use in waiting; at most a minute when nothing says so. */
export async function becomes(holds: () => Promise<boolean>, hopeless?: () => boolean): Promise<boolean> {
  for (let tries = 0; hopeless?.() !== true && (hopeless !== undefined || tries < 600); tries += 1) {
    if (await holds()) return true;
    await setTimeout(100);
  }
  return false;
}

/** Waits until a process is gone. */
export async function isGone(pid: number): Promise<boolean> {
  return await becomes(async () => (await processes()).every((one) => one.pid !== pid));
}

/** What the kernel says of a process's rights. */
export interface Rights {
  uid: number;
  /** Effective capabilities, a mask in hexadecimal. */
  capabilities: string;
  noNewPrivileges: boolean;
  /** 2: system calls are filtered. */
  seccomp: number;
}

/** Rights of a running process; nothing when it has ended. */
export async function rightsOf(pid: number): Promise<Rights | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const field = (name: string): string => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
  if (status === '') return undefined;
  return {
    uid: Number(field('Uid')),
    capabilities: field('CapEff'),
    noNewPrivileges: field('NoNewPrivs') === '1',
    seccomp: Number(field('Seccomp')),
  };
}

/** Rights of the machine that a process runs, once its system calls are filtered; nothing when that never comes. */
export async function rightsOfQemu(parent: number): Promise<Rights | undefined> {
  let rights: Rights | undefined;
  await becomes(async () => {
    const machine = (await processes()).find(
      (one) => one.parent === parent && /^qemu-system.* -kernel /.test(one.command),
    );
    rights = machine === undefined ? undefined : await rightsOf(machine.pid);
    return rights?.seccomp === 2;
  });
  return rights;
}
