// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { plainEnvironment } from '../core/child.js';
import { packagePath, packageRoot } from '../core/paths.js';
import type { Count, OneLine, Sha256 } from '../core/names.js';
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
  /** Set for a host that is made for each boot and counted as a whole: there are no times on it, but instructions. */
  counted?: CountedHost;
}

/** What a counted host is made of; each of it shows in the values. */
export interface CountedHost {
  /** What emulates and counts it, with its version. */
  by: OneLine;
  /** What runs guests on it, with its version. */
  monitor: OneLine;
  /** SHA-256 of its kernel, and of what it has in memory: the monitor, its libraries, programs of ours. */
  kernelSha256: Sha256;
  rootSha256: Sha256;
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
