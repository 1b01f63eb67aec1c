// SPDX-License-Identifier: Apache-2.0
import { constants, createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryKey } from '../core/cache.js';
import { readBelow, writeBelow } from '../core/confined.js';
import { BenchError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { reasonOf } from '../core/reason.js';
import { kindOf } from '../core/regular-file.js';
import { entryName } from './document.js';
import { badEntry, unreachable } from './fault.js';
import { type Backend, LONGEST_DOCUMENT, type StoredFile } from './types.js';

/** Path of what a store of files says of an entry. */
export function documentPath({ kind, digest }: Pick<EntryKey, 'kind' | 'digest'>): string {
  return `${kind}/${digest}.json`;
}

/** Path of a file of an entry; equal files of several entries are there once. */
export function filePath({ sha256 }: Pick<StoredFile, 'sha256'>): string {
  return `files/${sha256}.gz`;
}

/**
 * A store in a folder of this machine, which others may write to. A web server that serves the folder is a store too.
 * @param name for messages.
 */
export function folderBackend(root: string, name: string): Backend {
  const present = async (): Promise<void> => {
    const info = await stat(root).catch((error: unknown) => {
      throw unreachable(name, reasonOf(error));
    });
    if (!info.isDirectory()) throw unreachable(name, 'it is no folder');
  };
  return {
    document: async (key) => {
      await present();
      return await readBelow(root, documentPath(key), LONGEST_DOCUMENT).catch((error: unknown) => {
        throw error instanceof BenchError
          ? badEntry(name, entryName(key), error.message)
          : unreachable(name, reasonOf(error));
      });
    },
    read: async (key, _document, _signal, use) => {
      await use((file) =>
        fileContents(join(root, filePath(file)), (why) =>
          badEntry(name, entryName(key), `${file.name}: ${why}`),
        ),
      );
    },
    write: async (key, document, files) => {
      for (const file of files) {
        // Named by its content: one that is there is the same, or damaged.
        await writeBelow(root, filePath(file), createReadStream(file.packed));
      }
      await writeBelow(root, documentPath(key), document);
    },
  };
}

/** The bytes of a file that others may have put there: never waits for a pipe, and follows no link. */
export async function* fileContents(path: string, bad: (why: string) => Error): AsyncGenerator<Uint8Array> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
  const file = await open(path, flags).catch((error: unknown) => {
    throw bad(hasCode(error, 'ENOENT') ? 'it is missing' : reasonOf(error));
  });
  try {
    const kind = kindOf(await file.stat());
    if (kind !== undefined) throw bad(`it is ${kind}`);
    yield* file.createReadStream({ autoClose: false });
  } finally {
    await file.close();
  }
}
