// SPDX-License-Identifier: Apache-2.0
import { wholeNumber } from '../core/numbers.js';
import { forTerminal } from '../core/sinks.js';
import { type GitPlace, askGit, git } from './git.js';
import type { PointRevision } from './types.js';

/** What a history says of a commit. @param id its hash. */
export async function describeRevision(place: GitPlace, id: string): Promise<PointRevision> {
  const [time = '', subject = ''] = (await git(place, ['log', '-1', '--format=%ct%n%s', id, '--'])).split(
    '\n',
  );
  const shallow = await askGit(place, ['rev-parse', '--is-shallow-repository']);
  const counted = shallow === 'false' ? await git(place, ['rev-list', '--count', id, '--']) : undefined;
  const ancestors = wholeNumber(counted);
  const branch = await branchOf(place, id);
  return {
    ...{ commit: id, time: wholeNumber(time) ?? 0, subject: forTerminal(subject, 300) },
    ...(ancestors === undefined ? {} : { ancestors: ancestors - 1 }),
    ...(branch === undefined ? {} : { branch: forTerminal(branch, 200) }),
  };
}

/** The branch that is checked out, where the commit is its tip. */
async function branchOf(place: GitPlace, id: string): Promise<string | undefined> {
  if ((await askGit(place, ['rev-parse', 'HEAD'])) !== id) return undefined;
  const name = await askGit(place, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return name === '' ? undefined : name;
}
