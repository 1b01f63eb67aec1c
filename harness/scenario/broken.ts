// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import { reasonOf } from '../core/reason.js';

/**
 * An app or a scenario that cannot be used. It stops the commands that need it, and no other: whoever is about to measure
 * something else has no use for an error in a file beside it.
 */
export interface Broken {
  kind: 'app' | 'scenario';
  name: string;
  /** Its file, or its folder. */
  path: string;
  /** What is wrong, with file, line and key; what a command that needs it ends with. */
  error: BenchError;
}

/** What could be read of several files, and what could not, each in order. */
export interface ReadEach<T> {
  loaded: T[];
  broken: Broken[];
}

/** Reads files one by one: what is wrong with one says nothing of the others. */
export async function readEach<Item extends Pick<Broken, 'name' | 'path'>, T>(
  kind: Broken['kind'],
  items: Iterable<Item>,
  read: (item: Item) => Promise<T>,
): Promise<ReadEach<T>> {
  const all: ReadEach<T> = { loaded: [], broken: [] };
  const results = await Promise.allSettled(
    [...items].map(async (item) => ({ item, value: await read(item) })),
  );
  for (const [index, { name, path }] of [...items].entries()) {
    const result = results[index];
    if (result?.status === 'fulfilled') all.loaded.push(result.value.value);
    else all.broken.push({ kind, name, path, error: asError(path, result?.reason) });
  }
  return all;
}

/** One line for stderr. */
export function brokenNote({ kind, name, error }: Broken): string {
  return `warning: the ${kind} ${name} cannot be used, and is left out: ${error.code}: ${error.message}\n  ${error.next}`;
}

function asError(path: string, error: unknown): BenchError {
  if (error instanceof BenchError) return error;
  // A link in a circle, or a folder that may not be entered, on the way to the file.
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return new BenchError({
    code: 'FILE_UNREADABLE',
    message: `${displayPath(path)} cannot be read: ${reasonOf(error)}.`,
    next: 'Check its mode, and where its links lead.',
    exit: EXIT.usage,
    cause: error,
  });
}
