// SPDX-License-Identifier: Apache-2.0
import { readBelow } from '../core/confined.js';
import { BenchError, EXIT, measureError, usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import { cellName } from '../plan/durations.js';
import { planDifference } from '../plan/same.js';
import { wholePlan } from '../plan/shard.js';
import type { Plan, PlanStep } from '../plan/types.js';
import { type RunFolder, createRun } from './folder.js';
import { joinProvenance } from './join-provenance.js';
import { type Provenance, readProvenance, writeProvenance } from './provenance.js';
import type { StepRecord, TrialName } from './record.js';

/** Longest file that is taken over as it is: a console, a bill of materials; bytes. */
const LONGEST = 80 * 1024 * 1024;

/** A run that makes a part of a plan. */
interface Part {
  folder: RunFolder;
  plan: Plan;
  provenance: Provenance | undefined;
}

/**
 * Joins the runs of all shards of a plan into one run, as if it had been made at once: the samples are the same, byte by byte.
 * @param parent folder that gets the run.
 * @throws BenchError `MERGE_NO_SHARD`, `MERGE_DOUBLED` (exit 2); `MERGE_MISSING` (exit 3), naming the cells; `MERGE_NOT_ONE_PLAN`,
 *   `MERGE_DIFFERENT` (exit 5), naming what differs; what reading a run throws. Then nothing was written.
 */
export async function mergeRuns(
  folders: readonly RunFolder[],
  parent: string,
  signal: AbortSignal,
): Promise<RunFolder> {
  const parts: Part[] = [];
  for (const folder of folders) {
    const plan = await folder.plan();
    parts.push({ folder, plan, provenance: await readProvenance(folder) });
  }
  // As if they had been made at once: what each names first stands.
  parts.sort((a, b) => (a.plan.steps[0]?.n ?? 0) - (b.plan.steps[0]?.n ?? 0));
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('a merge has a run at least');
  for (const part of parts) requireShard(part);
  for (const part of others) requireOnePlan(first, part);
  const hosts = [...new Set(parts.flatMap((part) => part.plan.hosts ?? []))];
  const plan = { ...wholePlan(first.plan), hosts };
  requireOnce(parts);
  await requireAll(parts, plan, signal);
  const provenance = joinProvenance(
    parts.flatMap(({ provenance: own, folder }) =>
      own === undefined ? [] : [{ provenance: own, name: displayPath(folder.dir) }],
    ),
    plan.clock,
  );
  const merged = await createRun(parent, plan, new Date());
  // Before the records: one without provenance must not exist.
  if (provenance !== undefined) await writeProvenance(merged, provenance);
  for (const {
    folder,
    provenance: own,
    plan: { steps },
  } of parts) {
    const billed = [...Object.values(own?.systems ?? {}), ...Object.values(own?.apps ?? {})];
    for (const { sbom } of billed) await copy(folder, merged, sbom);
    for (const step of steps) {
      signal.throwIfAborted();
      await copyStep(step, folder, merged);
    }
  }
  return merged;
}

function requireShard({ folder, plan }: Part): void {
  if (plan.shard !== undefined) return;
  throw usageError(
    'MERGE_NO_SHARD',
    `${displayPath(folder.dir)} is a run of a whole plan, and not of a part of one.`,
    'Merge runs that were made with --shard.',
  );
}

function requireOnePlan(first: Part, other: Part): void {
  const field = planDifference(wholePlan(first.plan), wholePlan(other.plan));
  const [a, b] = [first.plan.shard?.of, other.plan.shard?.of];
  const differs = field ?? (a === b ? undefined : 'the number of shards');
  if (differs === undefined) return;
  throw new BenchError({
    code: 'MERGE_NOT_ONE_PLAN',
    message: `${displayPath(first.folder.dir)} and ${displayPath(other.folder.dir)} are not parts of one plan: they differ in ${differs}.`,
    next: 'Merge only what one command with --shard 1/n to n/n has made, of one commit, and by the wall clock on one host.',
    exit: EXIT.notComparable,
  });
}

function requireOnce(parts: readonly Part[]): void {
  const maker = new Map<number, Part>();
  for (const part of parts) {
    for (const step of part.plan.steps) {
      const before = maker.get(step.n);
      maker.set(step.n, part);
      if (before === undefined) continue;
      throw usageError(
        'MERGE_DOUBLED',
        `${cellName(step)} is in ${displayPath(before.folder.dir)} and in ${displayPath(part.folder.dir)}.`,
        'Name one run of each shard.',
      );
    }
  }
}

async function requireAll(parts: readonly Part[], plan: Plan, signal: AbortSignal): Promise<void> {
  const made = new Set<number>();
  for (const { folder, plan: own } of parts) {
    for (const step of own.steps) {
      signal.throwIfAborted();
      if ((await folder.record(step)) !== undefined) made.add(step.n);
    }
  }
  const cells = [...new Set(plan.steps.filter(({ n }) => !made.has(n)).map(cellName))];
  if (cells.length === 0) return;
  const there = new Set(parts.map(({ plan: { shard } }) => shard?.index));
  const of = parts[0]?.plan.shard?.of ?? 0;
  const absent = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !there.has(index));
  const shards =
    absent.length === 0 ? '' : ` Not given: ${absent.map((index) => `shard ${index}/${of}`).join(', ')}.`;
  const shown = cells.slice(0, MOST_NAMED).join(', ');
  const more = cells.length > MOST_NAMED ? ` and ${cells.length - MOST_NAMED} more` : '';
  throw measureError(
    'MERGE_MISSING',
    `planned boots of ${shown}${more} were not made.${shards}`,
    'Name the runs of all shards; resume one that was interrupted.',
  );
}

/** Cells that a message names. */
const MOST_NAMED = 20;

async function copyStep(step: PlanStep, from: RunFolder, to: RunFolder): Promise<void> {
  const record = await from.record(step);
  if (record === undefined) throw new Error('a step that was there is gone');
  for (const trial of trialsOf(record)) {
    const made = await from.trial(step, trial);
    if (made !== undefined) await to.writeTrial(made);
    await copy(from, to, consoleOf(from, step, trial));
  }
  await copy(from, to, consoleOf(from, step));
  const profile = await from.profile(step);
  if (profile !== undefined) await to.writeProfile(step, profile);
  await to.writeRecord(record);
}

function trialsOf({ trials = [] }: StepRecord): TrialName[] {
  return trials.flatMap(({ mib, boots }) =>
    Array.from({ length: boots }, (_, index) => ({ mib, boot: index + 1 })),
  );
}

function consoleOf(folder: RunFolder, step: PlanStep, trial?: TrialName): string {
  return folder.consolePath(step, trial).slice(folder.dir.length + 1);
}

/** Takes a file over, where there is one. */
async function copy(from: RunFolder, to: RunFolder, path: string | undefined): Promise<void> {
  if (path === undefined) return;
  const bytes = await readBelow(from.dir, path, LONGEST);
  if (bytes !== undefined) await to.write(to.path(path), bytes);
}
