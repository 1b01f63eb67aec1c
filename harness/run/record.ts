// SPDX-License-Identifier: Apache-2.0
import { readFile, rename } from 'node:fs/promises';
import type { BootResult } from '../boot/types.js';
import type { ArtifactRole } from '../core/artifact.js';
import { hasCode, writeAtomic } from '../core/files.js';
import { requireFormat } from '../core/format.js';
import { type JsonValue, digestOf, prettyJson } from '../core/json.js';
import type { TrustReason } from '../image/trust.js';
import type { Clock } from '../metric/types.js';
import type { PlanStep } from '../plan/types.js';
import type { Trial } from '../workload/bisect.js';

/** A step that gave no value, in words. */
export interface StepFailure {
  code: string;
  message: string;
  next: string;
}

/** What a step was made with. */
export interface UsedImages {
  /** SHA-256 by role of the files that were booted or looked at, and of the programs that loaded the app from the host. */
  artifacts: Partial<Record<ArtifactRole, string>>;
  /** The kernel's command line, without a root device. */
  cmdline: string;
}

/** Which trial of a memory search: with how much memory, and which boot with it, from 1. */
export interface TrialName {
  mib: number;
  boot: number;
}

/** One trial of a memory search, as stored in `boots/<n>-<mib>.json`, further boots with it in `<n>-<mib>-<boot>.json`. */
export interface TrialRecord extends TrialName {
  format: 1;
  step: PlanStep;
  passed: boolean;
  images: UsedImages;
  result: BootResult;
}

/** A finished step, as stored in `boots/<n>.json`; never changed afterwards. */
export interface StepRecord {
  format: 1;
  step: PlanStep;
  clock: Clock;
  /** Identity of the host that made it. */
  host: string;
  /** Missing when an image could not be made; such a record is shown but not stored, and `resume` tries again. */
  images?: UsedImages | undefined;
  /** Why its values rest on trust in the app; missing when they do not. */
  trust?: readonly TrustReason[] | undefined;
  /** Values by metric; empty when there is a failure. */
  values: Record<string, number>;
  failure?: StepFailure | undefined;
  /** Why single metrics have no value in a boot that ended well, by metric. */
  missing?: Record<string, StepFailure>;
  /** The boot behind the values; missing for a search (see its trials) and for an inspection. */
  result?: BootResult;
  /** Trials of a search, smallest memory first. */
  trials?: Trial[];
}

/** Writes a record with its own digest, so that any later damage shows. */
export async function writeRecord(path: string, record: StepRecord | TrialRecord): Promise<void> {
  const plain = JSON.parse(prettyJson(record)) as Record<string, JsonValue>;
  await writeAtomic(path, prettyJson({ ...plain, digest: digestOf(plain) }));
}

/**
 * Reads a record. A damaged file is renamed to `<name>.damaged`, named through `onDamage`, and counts as absent, so that
 * `resume` makes the boot again.
 * @throws BenchError `FORMAT_UNKNOWN` (exit 2).
 */
export async function readRecord<T extends StepRecord | TrialRecord>(
  path: string,
  onDamage: (path: string, why: string) => void,
): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const why = damageOf(text);
  if (why === undefined) {
    const record = JSON.parse(text) as T;
    requireFormat(record, [1], path);
    return record;
  }
  await rename(path, `${path}.damaged`);
  onDamage(path, why);
  return undefined;
}

function damageOf(text: string): string | undefined {
  try {
    const { digest, ...rest } = JSON.parse(text) as Record<string, JsonValue>;
    return digest === digestOf(rest) ? undefined : 'its digest does not fit its content';
  } catch {
    return 'it is not complete JSON';
  }
}
