// SPDX-License-Identifier: Apache-2.0
import { join, resolve } from 'node:path';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { readBranch } from '../../history/branch.js';
import { type StoredPoints, readFolder } from '../../history/folder.js';
import { inOrder } from '../../history/order.js';
import type { HistoryPoint } from '../../history/types.js';
import { findRepository } from '../../revision/repository.js';
import { projectFolder } from '../project-folder.js';
import type { Session } from '../session.js';

/** Where a history is, as the user says. */
export interface PlaceWishes {
  /** A folder; `true` or missing: `history/` of the project, or here. */
  history?: string | boolean | undefined;
  /** A branch of the repository instead. */
  branch?: string | undefined;
}

/** The folder of a history. */
export function historyFolder({ history }: PlaceWishes, environment: Environment): string {
  return typeof history === 'string' ? resolve(history) : join(projectFolder(environment), 'history');
}

/** A history in words, for messages. */
export function placeWords(wishes: PlaceWishes, environment: Environment): string {
  return wishes.branch === undefined
    ? displayPath(historyFolder(wishes, environment))
    : `the branch ${wishes.branch}`;
}

/**
 * The points of a history in the order of their commits; what is damaged is named.
 * @throws BenchError (exit 2) what `readFolder` and `readBranch` throw.
 */
export async function readHistory(
  wishes: PlaceWishes,
  environment: Environment,
  session: Session,
): Promise<HistoryPoint[]> {
  const { points, damage } = await read(wishes, environment, session);
  for (const line of damage) session.progress.note(`warning: ${line}`);
  return inOrder(points);
}

async function read(wishes: PlaceWishes, environment: Environment, session: Session): Promise<StoredPoints> {
  const { branch } = wishes;
  if (branch === undefined) return await readFolder(historyFolder(wishes, environment));
  const { signal } = session;
  const { top } = await findRepository(projectFolder(environment), signal);
  return await readBranch({ top, signal }, branch);
}
