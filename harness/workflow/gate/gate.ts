// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { findRevision } from '../../revision/repository.js';
import type { Session } from '../session.js';
import { cleanRevision, requireRepository, withCommits } from '../sides/commits.js';
import { plainly } from '../sides/side.js';
import type { NamedSides } from '../sides/tell.js';
import { type DecideWishes, decideSides } from './decide.js';
import { type GateSide, WORKING_TREE, shortId } from './sides.js';

/** How a gate is asked for. */
export interface GateWishes extends DecideWishes {
  /** The commit that the project is compared with. */
  base: string;
}

/**
 * Measures the user's project as it is against one of its commits, and says whether it became worse.
 * @returns the exit code of the verdict.
 * @throws BenchError (exit 2) what `findRevision`, `withCommits` and {@link decideSides} throw; what building and measuring throw.
 */
export async function gateProject(
  names: readonly string[],
  wishes: GateWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { signal } = session;
  const repository = await requireRepository(environment, signal);
  const revision = await findRevision(repository, wishes.base, signal);
  const head: GateSide = { environment, within: plainly, id: WORKING_TREE, name: `the ${WORKING_TREE}` };
  return await withCommits({ repository, revisions: [revision] }, environment, signal, async ([found]) => {
    if (found === undefined) throw new Error('a commit has a side');
    // By its commit: a branch is somewhere else tomorrow.
    const base: GateSide = { ...found, id: shortId(revision.id), name: wishes.base, commit: revision.id };
    const call = { command: 'gate', names: [...names, '--base', revision.id] } as const;
    return await decideSides(names, [base, head], call, wishes, session);
  });
}

/** How two commits are compared. */
export interface CommitWishes extends DecideWishes {
  /** What is measured; every scenario of the project when missing, or `boot` where it has none. */
  scenario?: readonly string[] | undefined;
}

/**
 * Measures two commits of the user's project, and says whether the second one is worse: a gate whose head is a commit.
 * @returns the exit code of the verdict.
 * @throws BenchError (exit 2) what `cleanRevision`, `withCommits` and {@link decideSides} throw; what building and measuring throw.
 */
export async function compareCommits(
  { before, after }: NamedSides,
  wishes: CommitWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { signal } = session;
  const repository = await requireRepository(environment, signal);
  const revisions = [
    await cleanRevision(repository, before, environment, signal),
    await cleanRevision(repository, after, environment, signal),
  ];
  return await withCommits({ repository, revisions }, environment, signal, async (found) => {
    const [base, head] = found.map((side, index): GateSide => ({
      ...side,
      ...{ id: shortId(revisions[index]?.id ?? ''), name: revisions[index]?.ref ?? '' },
      commit: revisions[index]?.id,
    }));
    if (base === undefined || head === undefined) throw new Error('two commits have two sides');
    const scenarios = wishes.scenario ?? (await usualScenarios(head.environment));
    const call = { command: 'compare', names: [before, after, '--scenario', scenarios.join(',')] } as const;
    return await decideSides(scenarios, [base, head], call, wishes, session);
  });
}

/** What a project measures where nobody says. */
async function usualScenarios({ project, scenarios }: Environment): Promise<string[]> {
  if (project === undefined) return ['boot'];
  const own = (await scenarios.all(project.scenarios)).loaded.map(({ name }) => name);
  return own.length === 0 ? ['boot'] : own;
}
