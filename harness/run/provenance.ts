// SPDX-License-Identifier: Apache-2.0
import type { ArtifactRole } from '../core/artifact.js';
import { BenchError, EXIT } from '../core/errors.js';
import type { OneLine, Sha256 } from '../core/names.js';
import { sealedJson } from '../core/seal.js';
import { toolVersion } from '../core/tool-version.js';
import { type HostFacts, harnessVersion } from '../host/facts.js';
import { isEmulated } from '../host/emulation.js';
import { differingFacts } from '../host/identity.js';
import type { Host, HostProtection } from '../host/types.js';
import { CLOCK_DEFINITION, type HostStatement, clockDefinitionOf, hostShows } from '../metric/clock.js';
import type { SourceId } from '../image/boot-image.js';
import type { UsedContainer, UsedPackage } from '../image/rootfs/types.js';
import type { TuningOutcome } from '../remote/tuning/types.js';
import type { Plan } from '../plan/types.js';
import type { Pins } from './pinning.js';
import type { RunFolder } from './folder.js';
import type { UsedImages } from './record.js';
import { faultError, requireRunFile } from './run-file.js';

/** One system of a run. */
export interface SystemProvenance {
  /** Digest of every input of its making. */
  inputs: Sha256;
  /** SHA-256 of its files by role. */
  artifacts: Partial<Record<ArtifactRole, Sha256>>;
  /** Complete kernel command line of its boots, without a root device. */
  cmdline: string;
  /** What its kernel was built from, when that is not the source of the run. */
  source?: SourceId | undefined;
  /** The store that its kernel was fetched from: nobody has built it here. */
  fetched?: OneLine | undefined;
  /** Packages that its kernel is from. */
  packages?: UsedPackage[] | undefined;
  /** Bill of materials of what is from packages. */
  sbom?: BillPath | undefined;
}

/**
 * Where in the run's folder it stands what a root image was made from.
 * @pattern ^sbom/[a-z0-9][a-z0-9.+-]{0,300}[.]cdx[.]json$
 */
export type BillPath = string;

/** One root image of a run. */
export interface AppProvenance {
  /** SHA-256 of its files by role. */
  artifacts: Partial<Record<ArtifactRole, Sha256>>;
  packages: UsedPackage[];
  /** Container image that the files are from, and the digest of its manifest. */
  container?: UsedContainer | undefined;
  /** The store that its images were fetched from: nobody has made them here. */
  fetched?: OneLine | undefined;
  /** Its bill of materials; missing in a run of an older version. */
  sbom?: BillPath | undefined;
}

/** A host of a run that has several, beside the first one. */
export interface OtherHost {
  host: HostFacts & { name: string; identity: string };
  kvmReason?: string | undefined;
  protection?: HostProtection | undefined;
  tuning?: TuningOutcome[] | undefined;
  pins?: Pins | undefined;
}

/** `provenance.json`: what every value of the run depends on. */
export interface Provenance {
  format: 2;
  harness: { version?: string; commit: string; dirty: boolean | 'unknown'; node: string };
  host: HostFacts & { name: string; identity: string };
  /** Further hosts on which boots were made, in a run that has several. */
  others?: OtherHost[] | undefined;
  /** The monitor, and under the wall clock why KVM was believed to work. */
  vmm: { name: string; version: string; kvmReason?: string | undefined };
  /** What kept the monitor and the clients from the host; missing in a run of an older version. */
  protection?: HostProtection | undefined;
  /** Source of all kernels that have none of their own; missing when there are none. */
  kernelSource?: SourceId | undefined;
  compiler: string;
  linker: string;
  /** What became of each setting that the host's entry asks for, under the wall clock and where it asks for some. */
  tuning?: TuningOutcome[] | undefined;
  /** CPUs of the host on which monitors and clients stayed; missing under the deterministic clock. */
  pins?: Pins | undefined;
  /** By system. */
  systems: Record<string, SystemProvenance>;
  /** By app and purpose, e.g. `redis boot`, `redis load of redis-host`; the last has the packages of the client on the host too. */
  apps: Record<string, AppProvenance>;
  /** Full VMM command line by cell, of its first boot. */
  commands: Record<string, string[]>;
}

/** Collects what is known before the first boot. */
export async function collectProvenance(
  host: Host,
  { monitor, clock }: Plan,
  kernelSource: SourceId | undefined,
  pins: Pins | undefined,
): Promise<Provenance> {
  const { name, version: monitorVersion } = await host.monitor(monitor);
  const kvmReason = clock === 'wall' ? (await host.kvm(monitor)).kvmReason : undefined;
  const emulated = clock === 'wall' && (await isEmulated(host, monitor)) ? { emulated: true } : {};
  return {
    format: 2,
    harness: { ...(await harnessVersion()), node: process.version },
    host: { name: host.name, identity: await host.identity(), ...(await host.facts()), ...emulated },
    vmm: { name, version: monitorVersion, kvmReason },
    protection: await host.protection(monitor),
    kernelSource: kernelSource === undefined ? undefined : idOfSource(kernelSource),
    compiler: await toolVersion('gcc'),
    linker: await toolVersion('ld'),
    pins,
    systems: {},
    apps: {},
    commands: {},
  };
}

function idOfSource({ version, sha256, known }: SourceId): SourceId {
  return { version, sha256, known };
}

/** As it is stored: with the digest of the plan whose run it is of. */
export interface StoredProvenance extends Provenance {
  plan: Sha256;
}

const FILE = 'provenance.json';

/**
 * Reads the provenance of a run; `undefined` before its first boot.
 * @throws BenchError (exit 2) `RUN_DAMAGED`, `RUN_UNSEALED`, `FORMAT_UNKNOWN`.
 */
export async function readProvenance(folder: RunFolder): Promise<Provenance | undefined> {
  const read = await requireRunFile<StoredProvenance>(folder.dir, FILE, 'provenance');
  if (read === undefined) return undefined;
  const { plan, ...provenance } = read.value;
  if (plan === (await folder.planDigest())) return provenance;
  throw faultError(folder.path(FILE), { code: 'RUN_DAMAGED', why: 'it belongs to another plan' });
}

/** Stores the provenance. */
export async function writeProvenance(folder: RunFolder, provenance: Provenance): Promise<void> {
  const stored: StoredProvenance = { ...provenance, plan: await folder.planDigest() };
  await folder.write(folder.path(FILE), sealedJson(stored));
}

/** The provenance as it is of one host; undefined for a host that the run did not have before. */
export function asOf(provenance: Provenance, name: string): Provenance | undefined {
  if (provenance.host.name === name) return provenance;
  const other = provenance.others?.find(({ host }) => host.name === name);
  if (other === undefined) return undefined;
  const { host, kvmReason, protection, tuning, pins } = other;
  return { ...provenance, host, protection, tuning, pins, vmm: { ...provenance.vmm, kvmReason } };
}

/** Where a run has what is of a host of its own; nothing for one that it does not have. */
export function partOf(provenance: Provenance, name: string): Provenance | OtherHost | undefined {
  if (provenance.host.name === name) return provenance;
  return provenance.others?.find(({ host }) => host.name === name);
}

/** What a run has of a host of its own. */
export function hostPart({ host, vmm, protection, tuning, pins }: Provenance): OtherHost {
  return { host, kvmReason: vmm.kvmReason, protection, tuning, pins };
}

/**
 * Refuses to continue a run with another VMM or kernel source than it began with.
 * @throws BenchError `RESUME_CHANGED` (exit 5) naming each field with both values.
 */
export function requireSameEnvironment(before: Provenance, now: Provenance, plan: HostStatement): void {
  const { clock } = plan;
  // Under the deterministic clock the host cannot show in a value.
  const host = differingFacts(before.host, now.host).map(([name, ...values]): [string, string, string] => [
    `host.${name}`,
    ...values,
  ]);
  requireEqual([
    ...(clock === 'wall' ? host : []),
    ['vmm.version', before.vmm.version, now.vmm.version],
    ['kernelSource.sha256', before.kernelSource?.sha256 ?? 'none', now.kernelSource?.sha256 ?? 'none'],
    ...(clock === 'wall'
      ? []
      : [['host.cpu', before.host.cpu, now.host.cpu] satisfies [string, string, string]]),
    ['host', before.host.name, now.host.name],
    ...(clock === 'deterministic' && hostShows(plan)
      ? [['host.identity', before.host.identity, now.host.identity] satisfies [string, string, string]]
      : []),
  ]);
}

/**
 * Refuses to continue a run on a host that is set in another way.
 * @throws BenchError `RESUME_CHANGED` (exit 5) naming each setting with both values.
 */
export function requireSameTuning(before: readonly TuningOutcome[], now: readonly TuningOutcome[]): void {
  const names = new Set([...before, ...now].map(({ what }) => what));
  const said = (all: readonly TuningOutcome[], name: string): string =>
    all.find(({ what }) => what === name)?.now.join(', ') ?? 'not asked for';
  requireEqual([...names].map((name) => [`tuning.${name}`, said(before, name), said(now, name)]));
}

/**
 * Refuses to continue a run under another definition of its clock.
 * @throws BenchError `RESUME_CHANGED` (exit 5).
 */
export function requireSameClock(plan: Plan): void {
  const now = CLOCK_DEFINITION[plan.clock];
  requireEqual([[`definition of the ${plan.clock} clock`, `${clockDefinitionOf(plan)}`, `${now}`]]);
}

/**
 * Refuses a boot with other images than the earlier boots of the same system and app.
 * @throws BenchError `RESUME_CHANGED` (exit 5).
 */
export function requireSameImages(cell: string, before: UsedImages, now: UsedImages): void {
  const roles = [
    ...new Set([...Object.keys(before.artifacts), ...Object.keys(now.artifacts)]),
  ] as ArtifactRole[];
  requireEqual([
    ...roles.map((role): [string, string, string] => [
      `${role} of ${cell}`,
      before.artifacts[role] ?? 'none',
      now.artifacts[role] ?? 'none',
    ]),
    [`kernel command line of ${cell}`, before.cmdline, now.cmdline],
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
