// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { plainEnvironment } from '../core/child.js';
import { packagePath, packageRoot } from '../core/paths.js';
import type { Count } from '../core/names.js';
import { packageVersion } from '../core/version.js';

/** What is known of the machine that measured. Unknown values are empty strings. */
export interface HostFacts {
  cpu: string;
  microcode: string;
  cores: Count;
  memoryMib: Count;
  kernel: string;
  distribution: string;
  /** Flaw and its mitigation as the host's kernel says, by flaw. */
  mitigations: Record<string, string>;
  /** Settings that a host may be tuned by, as its kernel says them: `governor`, `smt`, `thp`, ...; missing where nobody asked. */
  settings?: Record<string, string>;
  /** Who made the machine that it is inside of; missing for a machine of its own, and where nobody asked. */
  virtual?: string;
  /** True for a host whose processor is emulated: its times mean nothing. */
  emulated?: boolean;
}

/** Reads the facts of this machine; nothing here fails. */
export async function hostFacts(): Promise<HostFacts> {
  const cpuinfo = await readText('/proc/cpuinfo');
  const osRelease = await readText('/etc/os-release');
  return {
    cpu: /^model name\s*: (.+)$/m.exec(cpuinfo)?.[1] ?? '',
    microcode: /^microcode\s*: (.+)$/m.exec(cpuinfo)?.[1] ?? '',
    cores: cpus().length,
    memoryMib: Math.round(totalmem() / 2 ** 20),
    kernel: release(),
    distribution: /^PRETTY_NAME="?([^"\n]*)/m.exec(osRelease)?.[1] ?? '',
    mitigations: await readMitigations('/sys/devices/system/cpu/vulnerabilities'),
  };
}

async function readMitigations(dir: string): Promise<Record<string, string>> {
  const flaws = await readdir(dir).catch(() => []);
  const read = flaws.sort().map(async (flaw) => [flaw, (await readText(join(dir, flaw))).trim()] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** Version and commit of the harness, and whether its tree had changes; both `unknown` where it is installed without git. */
export async function harnessVersion(): Promise<{
  version: string;
  commit: string;
  dirty: boolean | 'unknown';
}> {
  const version = await packageVersion();
  // Else git would answer for the user's own repository around node_modules.
  if (!existsSync(packagePath('.git'))) return { version, commit: 'unknown', dirty: 'unknown' };
  const git = async (...args: string[]): Promise<string | undefined> => {
    const { stdout, exitCode } = await execa('git', ['-C', packageRoot, ...args], {
      env: plainEnvironment,
      reject: false,
    });
    return exitCode === 0 ? stdout.trim() : undefined;
  };
  const commit = await git('rev-parse', 'HEAD');
  const status = await git('status', '--porcelain');
  return { version, commit: commit ?? 'unknown', dirty: status === undefined ? 'unknown' : status !== '' };
}

async function readText(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}
