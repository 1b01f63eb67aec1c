// SPDX-License-Identifier: Apache-2.0
import type { BootResult } from '../boot/types.js';
import type { ArtifactRole } from '../core/artifact.js';
import type { FailureWord, OneLine, Ordinal, Sha256 } from '../core/names.js';
import type { TrustReason } from '../image/trust.js';
import type { Clock } from '../metric/types.js';
import type { PlanStep } from '../plan/types.js';
import type { BroughtName } from '../system/guest/clock.js';
import type { Trial } from '../workload/bisect.js';

/** A step that gave no value, in words. */
export interface StepFailure {
  code: FailureWord;
  message: string;
  next: string;
}

/** What a step was made with. */
export interface UsedImages {
  /** SHA-256 by role of the files that were booted or looked at, and of the programs that loaded the app from the host. */
  artifacts: Partial<Record<ArtifactRole, Sha256>>;
  /** The kernel's command line, without a root device. */
  cmdline: string;
}

/** Which trial of a memory search: with how much memory, and which boot with it, from 1. */
export interface TrialName {
  mib: Ordinal;
  boot: Ordinal;
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
  host: OneLine;
  /** True when the processor of that host is emulated, so that its times mean nothing; never under the deterministic clock. */
  emulated?: boolean | undefined;
  /** Monitor that the system brings and that runs its guests; missing where that of the run does. */
  monitor?: BroughtName | undefined;
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

/** As it is stored: with the digest of the plan that it was made for, so that it is taken for no other run's. */
interface OfPlan {
  plan: Sha256;
}

/** A step's record as it is stored. */
export type StoredRecord = StepRecord & OfPlan;

/** A trial's record as it is stored. */
export type StoredTrial = TrialRecord & OfPlan;
