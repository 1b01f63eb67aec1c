// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { compareMetrics } from '../../gate/compare.js';
import { comparisonDocument } from '../../gate/document.js';
import { type CommitWishes, compareCommits } from '../gate/gate.js';
import type { Session } from '../session.js';
import { type NamedSides, tellSides } from '../sides/tell.js';
import { commandLine } from './command.js';
import { differingHosts } from './hosts.js';
import { readRules, requireMetrics } from './rules.js';
import { showComparison } from './show.js';
import { type MeasuredSides, twoRuns, twoSystems } from './sides.js';

/** How two sides are to be compared. */
export interface CompareWishes extends CommitWishes {
  /** The run that both systems are of; the newest when missing. */
  run?: string | undefined;
}

/**
 * Compares two runs or two systems of a run, or measures two commits and compares them, and writes `comparison.json` into the folder
 * of the head's run.
 * @returns the exit code of the verdict.
 * @throws BenchError (exit 2) what `tellSides`, `readRules`, `requireMetrics`, `twoRuns`, `twoSystems`, `differingHosts` and `compareCommits` throw;
 *   `COMPARE_CHOICE` for an option that says how to measure what has been measured.
 */
export async function compareNamed(
  names: readonly string[],
  wishes: CompareWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const rules = await readRules(wishes, environment);
  const sides = await tellSides(names, environment, session.signal);
  if (sides.kind === 'ref') return await compareCommits(sides, wishes, environment, session);
  requireNoBoot(wishes);
  const measured = await measuredSides(sides, wishes, environment, session);
  const hosts = sides.kind === 'run' ? await differingHosts(measured.folders) : [];
  const compared = compareMetrics(measured.base, measured.head, rules.margins);
  const wanted = wishes.metric === undefined ? compared : compared.filter(isWanted(wishes.metric));
  requireMetrics(rules, wishes.metric ?? [], new Set(compared.map(({ metric }) => metric)));
  const [summary] = measured.summaries;
  if (summary === undefined) throw new Error('sides are of a run at least');
  const document = comparisonDocument({
    ...{ base: sides.before, head: sides.after, clock: summary.clock, metrics: wanted },
    ...{ accepted: rules.accepted, failOn: rules.failOn },
    notes: [...new Set([...hosts, ...measured.summaries.flatMap(({ notes }) => notes)])],
    command: commandOf(measured, sides, wishes),
  });
  const head = measured.folders.at(-1);
  if (head === undefined) throw new Error('sides are of a run at least');
  return await showComparison(document, head.dir, wishes, session);
}

/** Runs by where they are: the newest is another one tomorrow. */
function commandOf(
  { folders }: MeasuredSides,
  { kind, before, after }: NamedSides,
  { metric, margin, failOn }: CompareWishes,
): string {
  const dirs = folders.map(({ dir }) => displayPath(dir));
  const options = { metric, margin, 'fail-on': failOn };
  return kind === 'run'
    ? commandLine('compare', dirs, options)
    : commandLine('compare', [before, after], { run: dirs[0], ...options });
}

async function measuredSides(
  sides: NamedSides,
  { out, run }: CompareWishes,
  environment: Environment,
  session: Session,
): Promise<MeasuredSides> {
  const results = out ?? environment.results;
  if (sides.kind === 'run') return await twoRuns(sides, results, environment, session);
  return await twoSystems(sides, run, results, environment, session);
}

/** What was measured already cannot be measured otherwise. */
function requireNoBoot({ scenario, system, app, clock, boots, set, dryRun, ...wishes }: CompareWishes): void {
  const { maxBoots, maxMinutes, resume, kernelSource } = wishes;
  const budget = { 'max-boots': maxBoots, 'max-minutes': maxMinutes, resume };
  const how = { scenario, system, app, clock, boots, set, 'dry-run': dryRun, 'kernel-source': kernelSource };
  const [first] = Object.entries({ ...how, ...budget }).flatMap(([name, one]) =>
    one === undefined ? [] : [name],
  );
  if (first === undefined) return;
  throw usageError(
    'COMPARE_CHOICE',
    `--${first} says how two commits are measured, and runs and systems of a run have been.`,
    'Leave it out, or name two commits of the project.',
  );
}

const isWanted =
  (names: readonly string[]) =>
  ({ metric }: { metric: string }): boolean =>
    names.includes(metric);
