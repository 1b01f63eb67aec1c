// SPDX-License-Identifier: Apache-2.0
import type { ArtifactRole } from '../../core/artifact.js';
import type { BootImage } from '../../image/boot-image.js';
import { type CellWishes, type ProfileCell, imageOfCell, profileImage } from '../profile-cell.js';
import { bootError } from '../profile.js';
import type { Session } from '../session.js';
import type { SourceSide } from '../sides/side.js';
import { conditionsOf, requireSameConditions } from './comparable.js';
import type { DifferenceSide } from './side.js';

/** A side one cell of which is to be booted. */
export interface BootedSide extends SourceSide {
  cell: ProfileCell;
}

/**
 * Boots both sides with their instructions counted; only one of them when the other has the same image.
 * @throws BenchError `PROFILES_NOT_COMPARABLE` (exit 5), what building and booting throw, and the failure of either boot (exit 3).
 */
export async function bootSides(
  sides: readonly [BootedSide, BootedSide],
  wishes: CellWishes,
  session: Session,
): Promise<[DifferenceSide, DifferenceSide]> {
  const [before, after] = sides;
  requireSameConditions(conditions(before), conditions(after));
  const [old, now] = [await imageOf(before, session), await imageOf(after, session)];
  const first = await sideOf(before, old, wishes, session);
  if (!isSameImage(old, now)) return [first, await sideOf(after, now, wishes, session)];
  session.progress.note(
    `same image: ${nameOf(before)} and ${nameOf(after)} differ in nothing that boots; one was booted`,
  );
  const { cell, revision } = after;
  return [first, { profile: { ...first.profile, system: cell.step.system }, revision }];
}

/** Whether two images are the same files, booted with the same command line. */
export function isSameImage(one: BootImage, other: BootImage): boolean {
  return filesOf(one) === filesOf(other);
}

/** What a boot is made from under either clock. */
const BOOTED: readonly ArtifactRole[] = ['kernel', 'initrd', 'disk', 'modules'];

function filesOf({ artifacts, cmdline }: BootImage): string {
  const booted = artifacts.filter(({ role }) => BOOTED.includes(role));
  return [cmdline, ...booted.map(({ role, sha256 }) => `${role} ${sha256}`).sort()].join('\n');
}

function conditions({ cell: { plan, step } }: BootedSide) {
  return conditionsOf(plan, step, plan.monitor);
}

async function imageOf({ cell, environment, within }: BootedSide, session: Session): Promise<BootImage> {
  return await within(() => imageOfCell(cell, environment, session));
}

async function sideOf(
  { cell, environment, revision }: BootedSide,
  image: BootImage,
  wishes: CellWishes,
  session: Session,
): Promise<DifferenceSide> {
  const { profile, failure } = await profileImage(cell, image, wishes, environment, session);
  if (failure !== undefined) throw bootError(failure);
  if (profile === undefined) throw new Error('a boot without a profile and without a failure');
  return { profile, revision };
}

function nameOf({ cell, revision }: BootedSide): string {
  return revision ?? cell.step.system;
}
