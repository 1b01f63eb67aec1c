// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import type { LogFile } from './types.js';

const NAMED = /^([a-z][a-z0-9+.-]*)=(.+)$/;
const SYSTEM_IN_NAME = /\.([a-z][a-z0-9+-]*)\.[a-z]+$/;

/**
 * Reads the log files of a command line. Each is `<system>=<file>`, or a file whose name says the system before its
 * ending: `redis.microvm.log`.
 * @throws BenchError (exit 2) `LOG_UNREADABLE` or `LOG_SYSTEM_UNKNOWN`, naming the file.
 */
export async function readLogs(args: readonly string[]): Promise<LogFile[]> {
  return await Promise.all(args.map(readLog));
}

async function readLog(arg: string): Promise<LogFile> {
  const [, named, rest] = NAMED.exec(arg) ?? [];
  const path = rest ?? arg;
  const system = named ?? SYSTEM_IN_NAME.exec(basename(path))?.[1];
  if (system === undefined) {
    throw usageError(
      'LOG_SYSTEM_UNKNOWN',
      `the name of ${displayPath(path)} does not say which system it is about.`,
      `Write it before the file: microvm=${path}.`,
    );
  }
  try {
    return { path: displayPath(path), system, text: await readFile(path, 'utf8') };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw usageError('LOG_UNREADABLE', `${displayPath(path)} cannot be read: ${why}.`, 'Check the path.');
  }
}
