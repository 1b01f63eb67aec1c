// SPDX-License-Identifier: Apache-2.0
import { access, constants, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { hostname, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '../core/files.js';
import { digestOf, prettyJson } from '../core/json.js';
import { cacheFolder } from '../core/cache-folder.js';
import { isRecord, readJson } from '../core/remembered.js';
import { buildProbeGuest } from './probe-guest.js';
import { type KvmAnswer, judgeProbe } from './probe-verdict.js';
import type { Monitor } from './types.js';

/** How a probe is asked. */
export interface ProbeOptions {
  /** True asks anew, whatever was remembered. */
  again?: boolean | undefined;
}

/** Longest life of the probe's guest, ms; and on a host that is known to be emulated. */
export const PROBE_LIMIT_MS = 4000;
const EMULATED_LIMIT_MS = 60_000;
const DAY_MS = 86_400_000;

/** Part of the name of a remembered answer: to be raised when the guest or its judgement changes. */
const PROBE_VERSION = 4;

/** Device by which a VMM reaches KVM; LUPINE_BENCH_KVM_DEVICE names another one, for tests. */
const device = (): string => process.env['LUPINE_BENCH_KVM_DEVICE'] ?? '/dev/kvm';

/**
 * Finds out whether KVM works by booting a guest that does, step by step, what a Linux kernel needs. The mere existence of
 * /dev/kvm proves nothing, and neither does a guest of a dozen instructions: there are hosts on which it opens and aborts, never ends,
 * delivers no interrupt, interprets, or does not know an instruction that Linux lives by. The answer is remembered per host, host
 * kernel, QEMU version and version of the probe.
 * @throws BenchError `PROBE_GUEST` (exit 3) when the guest cannot be made.
 */
export async function probeKvm(
  vmm: Pick<Monitor, 'run'>,
  version: string,
  signal?: AbortSignal,
  { again = false }: ProbeOptions = {},
): Promise<KvmAnswer> {
  const key = { host: hostname(), kernel: release(), version };
  return await probeKvmAt(vmm, { usable, key }, signal, { again, device: device() });
}

/** Whether this user may open the device. */
async function usable(): Promise<boolean> {
  return await access(device(), constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Where KVM is asked for. */
export interface ProbedHost {
  /** What an answer holds for, the version of the probe aside. */
  key: Record<string, string>;
  /** Whether the user may open the device there. */
  usable: () => Promise<boolean>;
  /** True where its processor is known to be emulated: everything takes longer there. */
  emulated?: boolean | undefined;
}

/** As {@link probeKvm}, on a host of any kind. */
export async function probeKvmAt(
  vmm: Pick<Monitor, 'run'>,
  { key, usable, emulated = false }: ProbedHost,
  signal?: AbortSignal,
  { again = false, device: path = '/dev/kvm' }: ProbeOptions & { device?: string } = {},
): Promise<KvmAnswer> {
  // Not remembered: rights and modules change without a reboot.
  if (!(await usable())) return closedKvm(path);
  const name = digestOf({ ...key, probe: PROBE_VERSION });
  const file = join(await cacheFolder('probe'), `kvm-${name.slice(0, 16)}.json`);
  const remembered = again ? undefined : await readAnswer(file);
  if (remembered !== undefined) return remembered;
  const answer = await tryKvm(vmm, emulated ? EMULATED_LIMIT_MS : PROBE_LIMIT_MS, signal);
  await writeAtomic(file, prettyJson({ ...answer }));
  return answer;
}

function closedKvm(path: string): KvmAnswer {
  return { kvm: false, kvmReason: `${path} is missing or may not be opened by this user.` };
}

/**
 * What is known of KVM where no monitor runs the probe's guest: whether the device may be opened. The first kernel of a run shows the rest.
 * @param monitor its name.
 */
export async function openedKvm(monitor: string): Promise<KvmAnswer> {
  if (!(await usable())) return closedKvm(device());
  const kvmReason = `${device()} may be opened, and ${monitor} runs no guest that tries it; the first kernel has to boot.`;
  return { kvm: true, kvmReason };
}

async function tryKvm(
  vmm: Pick<Monitor, 'run'>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<KvmAnswer> {
  const kernel = await buildProbeGuest(signal);
  const dir = await mkdtemp(join(tmpdir(), 'lupine-kvm-'));
  try {
    const consolePath = join(dir, 'console');
    const spec = { kernel, cmdline: '', memoryMib: 16, clock: 'wall', timeoutMs, consolePath } as const;
    const exit = await vmm.run(spec, signal);
    const said = await readFile(consolePath, 'latin1').catch(() => '');
    return judgeProbe(exit, said, timeoutMs);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Reads a remembered answer. A refusal is believed for a day: a busy host may have been the reason. */
export async function readAnswer(file: string): Promise<KvmAnswer | undefined> {
  const answer = await readJson(file);
  if (!isRecord(answer)) return undefined;
  const { kvm, kvmReason, emulated } = answer;
  if (typeof kvm !== 'boolean' || typeof kvmReason !== 'string') return undefined;
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Infinity,
  );
  if (!kvm && age > DAY_MS) return undefined;
  return { kvm, kvmReason, ...(typeof emulated === 'boolean' ? { emulated } : {}) };
}
