// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { BenchError, EXIT, usageError } from '../core/errors.js';
import { printable } from '../core/printable.js';
import type { Repository, Revision } from '../revision/repository.js';
import { type Environment, createEnvironment } from './environment.js';
import { PROJECT_FILE } from './project.js';

/** The files of a commit of the user's project. */
export interface RevisionFiles {
  /** Of the project's folder. */
  repository: Repository;
  revision: Revision;
  /** Folder that has them, as the repository's top has those of today. */
  files: string;
}

/**
 * The environment of a commit: its project, on the hosts of now, and with the folder of results of now.
 * @throws BenchError `REVISION_PROJECT` (exit 2).
 */
export async function environmentAt(
  at: RevisionFiles,
  { monitors, hosts, results }: Pick<Environment, 'monitors' | 'hosts' | 'results'>,
): Promise<Environment> {
  const { repository, revision, files } = at;
  const folder = join(files, repository.prefix);
  const moved = { from: repository.top, to: files };
  return await ofRevision(at, async () => {
    const environment = await createEnvironment({ folder, monitors, hosts, results, moved });
    if (environment.project !== undefined) return environment;
    throw usageError(
      'REVISION_PROJECT',
      `"${printable(revision.ref, 100)}" has no ${repository.prefix}${PROJECT_FILE}.`,
      'Name a commit that has the project already.',
    );
  });
}

/**
 * Does something with the files of a commit. What is wrong with one of them is said with the name of the commit, as `main:app.yaml:3:1`.
 * @throws BenchError `REVISION_PROJECT` (exit 2) for a mistake in one of its files; every other error as it is, and one of usage begins with
 * the name of the commit.
 */
export async function ofRevision<T>(
  at: Pick<RevisionFiles, 'revision' | 'files'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    const { code, next, exit, scope, cause } = error;
    if (!error.message.includes(at.files)) {
      if (exit !== EXIT.usage || code === 'REVISION_PROJECT') throw error;
      // What a commit has not, e.g. a scenario, the working tree may have.
      const message = `in "${printable(at.revision.ref, 100)}": ${error.message}`;
      throw new BenchError({ code, message, next, exit, scope, cause });
    }
    const message = namedByRevision(error.message, at);
    if (exit !== EXIT.usage) throw new BenchError({ code, message, next, exit, scope, cause });
    throw usageError(
      'REVISION_PROJECT',
      `the project of "${printable(at.revision.ref, 100)}" cannot be used: ${code}: ${message}`,
      'Correct it in a commit, or name another one.',
    );
  }
}

/** Words about files of a commit, with its name instead of the folder in which they are for a while. */
export function namedByRevision(
  words: string,
  { revision: { ref }, files }: Pick<RevisionFiles, 'revision' | 'files'>,
): string {
  return words.split(`${files}/`).join(`${printable(ref, 100)}:`);
}
