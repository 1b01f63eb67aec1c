// SPDX-License-Identifier: Apache-2.0
import type { StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { execa } from 'execa';
import { rawText } from '../../harness/core/foreign.js';
import { cached } from '../../harness/core/cache.js';
import { packagePath } from '../../harness/core/paths.js';
import { runTool } from '../../harness/core/tool.js';
import { cpuLayout } from '../../harness/host/cpus.js';
import type { GuestNetwork } from '../../harness/load/guest-network.js';
import { startIn } from '../../harness/load/process.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import type { VmSpec } from '../../harness/vmm/types.js';
import { tinyGuest } from './tiny-guest.js';

/** What a program tried, and how that went: the first word is `done` or `denied`, then why. */
export type Outcome = string;

/** Puts the program that turns against the host into a folder, under the name of what it tries. */
export async function attacker(dir: string, attack: string): Promise<string> {
  const source = packagePath('test', 'support', 'attack.c');
  const { dir: built } = await cached({
    kind: 'host',
    label: 'a program that turns against the host',
    inputs: { source: await readFile(source, 'utf8') },
    build: async (into) => {
      const tool = { code: 'ATTACK', next: 'Correct it.' };
      await runTool(
        'gcc',
        ['-O2', '-Wall', '-Wextra', '-Werror', '-static', '-o', join(into, 'attack'), source],
        tool,
      );
    },
  });
  const place = join(dir, attack);
  await copyFile(join(built, 'attack'), place);
  return place;
}

/** A machine in a folder, with what its monitor is to try as its kernel's command line. */
export async function attackedSpec(dir: string, words: string): Promise<VmSpec> {
  const kernel = join(dir, 'kernel');
  await writeFile(kernel, tinyGuest());
  const fixed = { memoryMib: 16, clock: 'deterministic', timeoutMs: 20_000 } as const;
  return { ...fixed, kernel, cmdline: words, consolePath: join(dir, 'console') };
}

/** Lets a monitor try something. */
export async function byMonitor(
  dir: string,
  attack: string,
  words = '',
  change: Partial<VmSpec> = {},
): Promise<Outcome> {
  const program = await attacker(dir, attack);
  const { stderr } = await createQemu(program).run({ ...(await attackedSpec(dir, words)), ...change });
  return rawText(stderr).trim();
}

/** A network that is the host's own, for what takes place in no other. */
export const HOST_NETWORK: GuestNetwork = {
  name: 'none',
  pid: process.pid,
  enter: [],
  close: () => Promise.resolve(),
};

/** Lets a client of a load try something, in a folder as the programs of a load are in; what it prints goes to the file `output`. */
export async function byClient(
  dir: string,
  attack: string,
  words = '',
  network = HOST_NETWORK,
): Promise<Outcome> {
  const folder = join(dir, 'programs');
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await attacker(folder, attack);
  const output = await open(join(dir, 'output'), 'w');
  const [cpu = 0] = (await cpuLayout()).allowed;
  const program = { argv: [`./${attack}`, '-append', words], folder };
  const stdio: StdioOptions = ['ignore', output.fd, 'pipe'];
  const { child } = await startIn({ network, cpu }, program, stdio, new AbortController().signal);
  const said = child.stderr === null ? '' : await text(child.stderr);
  await output.close();
  return said.trim();
}

/** Serves on a socket that has no file; gives what ends that. */
export async function serveNameless(dir: string, name: string): Promise<() => Promise<void>> {
  const child = execa(await attacker(dir, 'serve'), ['-append', name], { reject: false });
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.end();
    await child;
  };
}
