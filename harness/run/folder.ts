// SPDX-License-Identifier: Apache-2.0
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { openLockBelow, renameBelow, writeBelow } from '../core/confined.js';
import { usageError } from '../core/errors.js';
import { turn } from '../core/turn.js';
import { type FileData, hasCode, makeFolder, writeError } from '../core/files.js';
import { type Lock, tryLock } from '../core/lock.js';
import { displayPath } from '../core/paths.js';
import { sealedJson } from '../core/seal.js';
import { planFault } from '../plan/check.js';
import type { Plan, PlanStep } from '../plan/types.js';
import { decodeProfile, profileText } from '../profile/encode.js';
import type { StoredProfile } from '../profile/stored-types.js';
import type { Profile } from '../profile/types.js';
import { withoutInfinite } from './failure.js';
import { profileFault, recordFault, trialFault } from './check-record.js';
import type { StepRecord, StoredRecord, StoredTrial, TrialName, TrialRecord } from './record.js';
import { type RunFile, checkRunFile, faultError, readRunFile, requireRunFile } from './run-file.js';

/**
 * A run on disk: plan, one file per finished step, consoles, provenance, and what is derived from them. It may come from anybody:
 * nothing in it is believed before it was looked at, and nothing is read or written through a link in it.
 */
export class RunFolder {
  readonly dir: string;
  /** Damaged files found so far, one sentence each. */
  readonly damage: string[] = [];
  #plan: Promise<RunFile<Plan>> | undefined;

  constructor(dir: string) {
    this.dir = resolve(dir);
  }

  /** Name of the run: the folder's. */
  get id(): string {
    return basename(this.dir);
  }

  /** Path of a file in the folder. */
  path(...parts: string[]): string {
    return join(this.dir, ...parts);
  }

  /** Console log of a boot; a trial of a search has its memory in the name. */
  consolePath(step: PlanStep, trial?: TrialName): string {
    return this.path('console', `${trial === undefined ? step.n : trialFile(step, trial)}.log`);
  }

  /**
   * Writes a file of the folder, by its path.
   * @param durable false for what can be made again.
   * @throws BenchError as {@link writeBelow}.
   */
  async write(path: string, data: FileData, { durable = true } = {}): Promise<void> {
    await writeBelow(this.dir, relative(this.dir, path), data, { durable });
  }

  /** Record of a finished step; `undefined` when it is still to be made. */
  async record(step: PlanStep): Promise<StepRecord | undefined> {
    const { value: plan, digest } = await this.#planFile();
    const path = recordPath(step);
    const read = await readRunFile<StoredRecord>(this.dir, path, 'record');
    return await this.#sound(path, read, (record) => recordFault(record, { plan, digest, step }));
  }

  /** Record of a finished trial. */
  async trial(step: PlanStep, trial: TrialName): Promise<TrialRecord | undefined> {
    const { value: plan, digest } = await this.#planFile();
    const path = trialPath(step, trial);
    const read = await readRunFile<StoredTrial>(this.dir, path, 'trial');
    return await this.#sound(path, read, (record) => trialFault(record, trial, { plan, digest, step }));
  }

  /** Profile of a step's boot; `undefined` when there is none. */
  async profile(step: PlanStep): Promise<Profile | undefined> {
    const path = profilePath(step);
    const read = await readRunFile<StoredProfile>(this.dir, path, 'profile');
    const stored = await this.#sound(path, read, (profile) => profileFault(profile, step));
    return stored === undefined ? undefined : decodeProfile(stored);
  }

  /** Stores the profile of a step's boot. */
  async writeProfile(step: PlanStep, profile: Profile): Promise<void> {
    await writeBelow(this.dir, profilePath(step), profileText(profile));
  }

  /** Stores a finished step. */
  async writeRecord(record: StepRecord, { durable = true } = {}): Promise<void> {
    const stored: StoredRecord = { ...withoutInfinite(record), plan: await this.planDigest() };
    await writeBelow(this.dir, recordPath(record.step), sealedJson(stored), { durable });
  }

  /**
   * Sets the record of a step apart, and its trials, so that its boot is made again: it is kept as `<name>.<word>`.
   * @param word lower-case letters.
   */
  async setApart(step: PlanStep, word: string): Promise<void> {
    const record = (await this.record(step)) === undefined ? [] : [basename(recordPath(step))];
    const there = step.kind === 'search' ? await readdir(this.path('boots')).catch(() => []) : [];
    const trials = there.filter((name) => name.startsWith(`${step.n}-`) && name.endsWith('.json'));
    for (const name of [...record, ...trials])
      await renameBelow(this.dir, `boots/${name}`, `${name}.${word}`);
  }

  /** Stores a finished trial. */
  async writeTrial(record: TrialRecord): Promise<void> {
    const stored: StoredTrial = { ...record, plan: await this.planDigest() };
    await writeBelow(this.dir, trialPath(record.step, record), sealedJson(stored));
  }

  /**
   * The plan.
   * @throws BenchError (exit 2) `RUN_MISSING`, `RUN_DAMAGED`, `RUN_UNSEALED` or `FORMAT_UNKNOWN`.
   */
  async plan(): Promise<Plan> {
    return (await this.#planFile()).value;
  }

  /** Digest of the plan. @throws as {@link plan}. */
  async planDigest(): Promise<string> {
    return (await this.#planFile()).digest;
  }

  /**
   * Keeps other processes from writing to this run.
   * @throws BenchError `RUN_BUSY` (exit 2).
   */
  async lock(): Promise<Lock> {
    const file = await openLockBelow(this.dir, '.lock');
    try {
      // By its descriptor: the name may be a link by now.
      const lock = await tryLock(`/proc/${process.pid}/fd/${file.fd}`);
      if (lock !== undefined) return lock;
    } finally {
      await file.close();
    }
    throw usageError(
      'RUN_BUSY',
      `${displayPath(this.dir)} is being written by another process.`,
      'Wait for it, or start another run.',
    );
  }

  /** Read once: what follows must all be of the same plan. */
  #planFile(): Promise<RunFile<Plan>> {
    this.#plan ??= readPlan(this.dir);
    return this.#plan;
  }

  /** What was read, or nothing for what is damaged: that is set aside, named, and its boot is made again by `resume`. */
  async #sound<T>(
    path: string,
    read: Awaited<ReturnType<typeof readRunFile<T>>>,
    faultOf: (value: T) => string | undefined,
  ): Promise<T | undefined> {
    if (read === undefined) return undefined;
    const why = 'value' in read ? faultOf(read.value) : read.why;
    if (why === undefined && 'value' in read) return read.value;
    const kept = `${basename(path)}.damaged`;
    await renameBelow(this.dir, path, kept);
    this.damage.push(
      `${displayPath(this.path(path))} was damaged (${why ?? ''}); it is kept as ${kept} and its boot is made again by resume.`,
    );
    return undefined;
  }
}

async function readPlan(dir: string): Promise<RunFile<Plan>> {
  const read = await requireRunFile<Plan>(dir, 'plan.json', 'plan');
  if (read === undefined) {
    throw usageError(
      'RUN_MISSING',
      `${displayPath(dir)} is not a run: it has no plan.json.`,
      'Name a folder below results/.',
    );
  }
  const why = planFault(read.value);
  if (why === undefined) return read;
  throw faultError(join(dir, 'plan.json'), { code: 'RUN_DAMAGED', why });
}

function recordPath({ n }: PlanStep): string {
  return `boots/${n}.json`;
}

function profilePath({ n }: PlanStep): string {
  return `profiles/${n}.json`;
}

function trialPath(step: PlanStep, trial: TrialName): string {
  return `boots/${trialFile(step, trial)}.json`;
}

function trialFile({ n }: PlanStep, { mib, boot }: TrialName): string {
  return boot === 1 ? `${n}-${mib}` : `${n}-${mib}-${boot}`;
}

/**
 * Makes the folder of a new run; two runs that begin in the same second get different names.
 * @param files what the plan refers to, text by path in the folder; there before the plan is.
 * @throws BenchError `DISK_FULL`, `FILE_ERROR` (exit 2) or `WRITE_FAILED`; `PLAN_INVALID` (exit 2) for one that could not be
 *   read again.
 */
export async function createRun(
  parent: string,
  plan: Plan,
  now: Date,
  files: Readonly<Record<string, string>> = {},
): Promise<RunFolder> {
  const sealed = sealedJson(plan);
  // Each of the two takes long for a plan of ten thousand steps.
  await turn(undefined);
  await requireReadable(sealed);
  await makeFolder(parent);
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const [only] = plan.scenarios;
  const name = plan.scenarios.length === 1 && only !== undefined ? only.name : 'all';
  const what = plan.imported ? 'import' : plan.reproduce ? 'reproduce' : plan.ablation ? 'ablate' : name;
  for (let attempt = 1; ; attempt += 1) {
    const folder = new RunFolder(join(parent, `${stamp}-${what}${attempt === 1 ? '' : `-${attempt}`}`));
    try {
      await mkdir(folder.dir);
    } catch (error) {
      if (hasCode(error, 'EEXIST')) continue;
      throw writeError(folder.dir, error);
    }
    await makeFolder(folder.path('boots'));
    await makeFolder(folder.path('console'));
    for (const [file, text] of Object.entries(files)) await folder.write(folder.path(file), text);
    await folder.write(folder.path('plan.json'), sealed);
    return folder;
  }
}

async function requireReadable(plan: string): Promise<void> {
  const read = await checkRunFile<Plan>(plan, 'plan.json', 'plan');
  const why = 'value' in read ? planFault(read.value) : read.why;
  if (why === undefined) return;
  throw usageError(
    'PLAN_INVALID',
    `such a run cannot be planned: ${why}.`,
    'Correct the scenario, or what the command line says instead of it.',
  );
}
