// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../../environment/environment.js';
import { planCell } from '../profile-cell.js';
import type { ProfileWishes } from '../profile.js';
import type { Session } from '../session.js';
import { cleanRevision, requireRepository, withCommits } from '../sides/commits.js';
import type { NamedSides } from '../sides/tell.js';
import type { BootedSide } from './boots.js';

/**
 * Works with two commits of the user's project, each in a folder of its own while it does.
 * @throws BenchError (exit 2) what `requireRepository`, `cleanRevision`, `withCommits` and `planCell` throw.
 */
export async function withRefs<T>(
  scenario: string,
  { before, after }: NamedSides,
  wishes: ProfileWishes,
  environment: Environment,
  { signal }: Session,
  work: (sides: [BootedSide, BootedSide]) => Promise<T>,
): Promise<T> {
  const repository = await requireRepository(environment, signal);
  const old = await cleanRevision(repository, before, environment, signal);
  const now = await cleanRevision(repository, after, environment, signal);
  return await withCommits({ repository, revisions: [old, now] }, environment, signal, async (sides) => {
    const planned: BootedSide[] = [];
    for (const side of sides) {
      const cell = await side.within(() => planCell(scenario, wishes, side.environment));
      planned.push({ ...side, cell });
    }
    const [first, second] = planned;
    if (first === undefined || second === undefined) throw new Error('two commits have two sides');
    return await work([first, second]);
  });
}
