// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { access, constants, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '../core/files.js';
import { digestOf, prettyJson } from '../core/json.js';
import { cacheRoot } from '../core/paths.js';
import { DEBUG_EXIT_OK } from './qemu-argv.js';
import { tinyGuest } from './tiny-guest.js';
import type { Monitor } from './types.js';

/** Whether KVM runs a guest here, and why. */
export interface KvmAnswer {
  kvm: boolean;
  /** One sentence. */
  kvmReason: string;
}

const TIMEOUT_MS = 4000;
const DAY_MS = 86_400_000;

/**
 * Finds out whether KVM works by booting a guest of a few instructions that writes one byte and ends. The mere existence
 * of /dev/kvm proves nothing: there are hosts on which it opens, creates a machine and then dies or never ends. The
 * answer is remembered per host, host kernel and QEMU version.
 */
export async function probeKvm(
  vmm: Monitor,
  version: string,
  signal?: AbortSignal,
  device = '/dev/kvm',
): Promise<KvmAnswer> {
  const usable = await access(device, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  // Not remembered: rights and modules change without a reboot.
  if (!usable) return { kvm: false, kvmReason: `${device} is missing or may not be opened by this user.` };
  const key = digestOf({ host: hostname(), kernel: release(), version, guest: 2 });
  const file = join(cacheRoot(), 'probe', `kvm-${key.slice(0, 16)}.json`);
  const remembered = await readAnswer(file);
  if (remembered !== undefined) return remembered;
  const answer = await tryKvm(vmm, signal);
  await writeAtomic(file, prettyJson(answer));
  return answer;
}

async function tryKvm(vmm: Monitor, signal?: AbortSignal): Promise<KvmAnswer> {
  const dir = await mkdtemp(join(tmpdir(), 'lupine-kvm-'));
  try {
    const kernel = join(dir, 'tiny.elf');
    const consolePath = join(dir, 'console');
    await writeFile(kernel, tinyGuest());
    const spec = {
      kernel,
      cmdline: '',
      memoryMib: 16,
      clock: 'wall',
      timeoutMs: TIMEOUT_MS,
      consolePath,
    } as const;
    const exit = await vmm.run(spec, signal);
    const said = await readFile(consolePath, 'latin1').catch(() => '');
    if (exit.kind === 'exited' && exit.status === DEBUG_EXIT_OK && said.includes('K')) {
      return { kvm: true, kvmReason: 'a tiny guest booted and ended under KVM.' };
    }
    return {
      kvm: false,
      kvmReason: `/dev/kvm exists but does not run guests: ${why(exit.kind, exit.stderr)}.`,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function why(kind: string, stderr: string): string {
  const line = stderr.split('\n').find((text) => /kvm|error|abort|fail/i.test(text));
  const symptom =
    kind === 'timeout' ? `the probe guest did not end within ${TIMEOUT_MS / 1000} s` : 'the probe guest died';
  return line === undefined ? symptom : `${symptom} (${line.trim().slice(0, 100)})`;
}

/** Reads a remembered answer. A refusal is believed for a day: a busy host may have been the reason. */
export async function readAnswer(file: string): Promise<KvmAnswer | undefined> {
  try {
    const { mtimeMs } = await stat(file);
    const answer = JSON.parse(await readFile(file, 'utf8')) as Partial<KvmAnswer>;
    if (answer.kvm === false && Date.now() - mtimeMs > DAY_MS) return undefined;
    return typeof answer.kvm === 'boolean' && typeof answer.kvmReason === 'string'
      ? (answer as KvmAnswer)
      : undefined;
  } catch {
    return undefined;
  }
}
