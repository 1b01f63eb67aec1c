// SPDX-License-Identifier: Apache-2.0
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { usageError } from '../core/errors.js';
import { hasCode, makeFolder, writeAtomic, writeError } from '../core/files.js';
import { requireFormat } from '../core/format.js';
import { prettyJson } from '../core/json.js';
import { type Lock, tryLock } from '../core/lock.js';
import { displayPath } from '../core/paths.js';
import type { Plan, PlanStep } from '../plan/types.js';
import { type StepRecord, type TrialName, type TrialRecord, readRecord, writeRecord } from './record.js';

/** A run on disk: plan, one file per finished step, consoles, provenance, and what is derived from them. */
export class RunFolder {
  readonly dir: string;
  /** Damaged files found so far, one sentence each. */
  readonly damage: string[] = [];

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

  /** Record of a finished step; `undefined` when it is still to be made. */
  async record(step: PlanStep): Promise<StepRecord | undefined> {
    return await readRecord<StepRecord>(this.path('boots', `${step.n}.json`), this.#onDamage);
  }

  /** Record of a finished trial. */
  async trial(step: PlanStep, trial: TrialName): Promise<TrialRecord | undefined> {
    return await readRecord<TrialRecord>(this.#trialPath(step, trial), this.#onDamage);
  }

  /** Stores a finished step. */
  async writeRecord(record: StepRecord): Promise<void> {
    await writeRecord(this.path('boots', `${record.step.n}.json`), record);
  }

  /** Stores a finished trial. */
  async writeTrial(record: TrialRecord): Promise<void> {
    await writeRecord(this.#trialPath(record.step, record), record);
  }

  /**
   * The plan.
   * @throws BenchError (exit 2) `RUN_MISSING`, `RUN_DAMAGED` or `FORMAT_UNKNOWN`.
   */
  async plan(): Promise<Plan> {
    let text: string;
    try {
      text = await readFile(this.path('plan.json'), 'utf8');
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
      throw usageError(
        'RUN_MISSING',
        `${displayPath(this.dir)} is not a run: it has no plan.json.`,
        'Name a folder below results/.',
      );
    }
    const plan = this.#parsed(text);
    requireFormat(plan, [1], this.path('plan.json'));
    return plan;
  }

  #parsed(text: string): Plan {
    try {
      return JSON.parse(text) as Plan;
    } catch {
      throw usageError(
        'RUN_DAMAGED',
        `${displayPath(this.path('plan.json'))} is not complete JSON.`,
        'Start a new run; the boots in this one remain readable.',
      );
    }
  }

  /**
   * Keeps other processes from writing to this run.
   * @throws BenchError `RUN_BUSY` (exit 2).
   */
  async lock(): Promise<Lock> {
    const lock = await tryLock(this.path('.lock'));
    if (lock !== undefined) return lock;
    throw usageError(
      'RUN_BUSY',
      `${displayPath(this.dir)} is being written by another process.`,
      'Wait for it, or start another run.',
    );
  }

  #trialPath(step: PlanStep, trial: TrialName): string {
    return this.path('boots', `${trialFile(step, trial)}.json`);
  }

  readonly #onDamage = (path: string, why: string): void => {
    this.damage.push(
      `${displayPath(path)} was damaged (${why}); it is kept as ${basename(path)}.damaged and its boot is made again by resume.`,
    );
  };
}

function trialFile({ n }: PlanStep, { mib, boot }: TrialName): string {
  return boot === 1 ? `${n}-${mib}` : `${n}-${mib}-${boot}`;
}

/**
 * Makes the folder of a new run; two runs that begin in the same second get different names.
 * @param files what the plan refers to, text by path in the folder; there before the plan is.
 * @throws BenchError `DISK_FULL`, `FILE_ERROR` (exit 2) or `WRITE_FAILED`.
 */
export async function createRun(
  parent: string,
  plan: Plan,
  now: Date,
  files: Readonly<Record<string, string>> = {},
): Promise<RunFolder> {
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
    for (const [file, text] of Object.entries(files)) await writeAtomic(folder.path(file), text);
    await writeAtomic(folder.path('plan.json'), prettyJson(plan));
    return folder;
  }
}

/** The newest run below a folder, by name; `undefined` when there is none. */
export async function latestRun(parent: string): Promise<RunFolder | undefined> {
  const names = await readdir(parent).catch(() => []);
  const newest = names
    .filter((name) => /^\d{8}-\d{6}-/.test(name))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : new RunFolder(join(parent, newest));
}
