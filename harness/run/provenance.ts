// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { BenchError, EXIT } from '../core/errors.js';
import { hasCode, writeAtomic } from '../core/files.js';
import { prettyJson } from '../core/json.js';
import { type HostFacts, harnessVersion, hostFacts } from '../host/facts.js';
import { toolVersion } from '../image/kernel/build.js';
import type { Clock } from '../metric/types.js';
import type { KernelTarball } from '../image/kernel/source.js';
import type { VmmCapabilities } from '../vmm/types.js';
import type { RunFolder } from './folder.js';
import type { UsedImages } from './record.js';

/** One kernel of a run. */
export interface SystemProvenance {
  /** Digest of every input of the build. */
  inputs: string;
  vmlinux: string;
  bzImage: string;
  config: string;
  /** Complete kernel command line of its boots, without a root device. */
  cmdline: string;
}

/** One root image of a run. */
export interface AppProvenance {
  initramfs: string;
  ext2: string;
  packages: { name: string; version: string; sha256: string }[];
  /** Container image that the files are from, and the digest of its manifest. */
  container?: { reference: string; manifest: string };
}

/** `provenance.json`: what every value of the run depends on. */
export interface Provenance {
  format: 1;
  harness: { commit: string; dirty: boolean | 'unknown'; node: string };
  host: HostFacts;
  vmm: VmmCapabilities;
  kernelSource: { version: string; sha256: string; known: boolean };
  compiler: string;
  linker: string;
  /** CPUs of the host on which the VMMs stayed; missing under the deterministic clock. */
  cpus?: number[];
  /** CPU of the host on which clients of loads from the host stayed; missing when there were none. */
  clientCpu?: number;
  /** By system. */
  systems: Record<string, SystemProvenance>;
  /** By app and purpose, e.g. `redis boot`, `redis load of redis-host`; the last has the packages of the client on the host too. */
  apps: Record<string, AppProvenance>;
  /** Full VMM command line by cell, of its first boot. */
  commands: Record<string, string[]>;
}

/** Collects what is known before the first boot. */
export async function collectProvenance(
  vmm: VmmCapabilities,
  tarball: KernelTarball,
  cpus: number[] | undefined,
  client: number | undefined,
): Promise<Provenance> {
  const { version, sha256, known } = tarball;
  return {
    format: 1,
    harness: { ...(await harnessVersion()), node: process.version },
    host: await hostFacts(),
    vmm,
    kernelSource: { version, sha256, known },
    compiler: await toolVersion('gcc'),
    linker: await toolVersion('ld'),
    ...(cpus === undefined ? {} : { cpus }),
    ...(client === undefined ? {} : { clientCpu: client }),
    systems: {},
    apps: {},
    commands: {},
  };
}

/** Reads the provenance of a run; `undefined` before its first boot. */
export async function readProvenance(folder: RunFolder): Promise<Provenance | undefined> {
  try {
    return JSON.parse(await readFile(folder.path('provenance.json'), 'utf8')) as Provenance;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new BenchError({
      code: 'RUN_DAMAGED',
      message: `${folder.path('provenance.json')} cannot be read.`,
      next: 'Start a new run; the boots of this one are kept.',
      exit: EXIT.usage,
      cause: error,
    });
  }
}

/** Stores the provenance. */
export async function writeProvenance(folder: RunFolder, provenance: Provenance): Promise<void> {
  await writeAtomic(folder.path('provenance.json'), prettyJson(provenance));
}

/**
 * Refuses to continue a run with another VMM or kernel source than it began with.
 * @throws BenchError `RESUME_CHANGED` (exit 5) naming each field with both values.
 */
export function requireSameEnvironment(before: Provenance, now: Provenance, clock: Clock): void {
  // Under the deterministic clock the host cannot show in a value.
  const host: [string, string, string][] = [
    ['host.kernel', before.host.kernel, now.host.kernel],
    ['host.microcode', before.host.microcode, now.host.microcode],
    ['host.mitigations', JSON.stringify(before.host.mitigations), JSON.stringify(now.host.mitigations)],
  ];
  requireEqual([
    ...(clock === 'wall' ? host : []),
    ['vmm.version', before.vmm.version, now.vmm.version],
    ['kernelSource.sha256', before.kernelSource.sha256, now.kernelSource.sha256],
    ['host.cpu', before.host.cpu, now.host.cpu],
  ]);
}

/**
 * Refuses a boot with other images than the earlier boots of the same system and app.
 * @throws BenchError `RESUME_CHANGED` (exit 5).
 */
export function requireSameImages(cell: string, before: UsedImages, now: UsedImages): void {
  requireEqual([
    [`kernel of ${cell}`, before.kernel, now.kernel],
    [`kernel command line of ${cell}`, before.cmdline, now.cmdline],
    [`root image of ${cell}`, before.rootfs, now.rootfs],
    [`clients of ${cell}`, before.clients ?? '', now.clients ?? ''],
  ]);
}

function requireEqual(fields: [field: string, before: string, now: string][]): void {
  const changed = fields.filter(([, before, now]) => before !== now);
  if (changed.length === 0) return;
  throw new BenchError({
    code: 'RESUME_CHANGED',
    message: `the run began with other inputs:\n  ${changed.map(([field, before, now]) => `${field}: ${before} is now ${now}`).join('\n  ')}`,
    next: 'Start a new run: values of different inputs are not comparable.',
    exit: EXIT.notComparable,
  });
}
