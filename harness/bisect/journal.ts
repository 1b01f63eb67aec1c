// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { usageError } from '../core/errors.js';
import { hasCode, makeFolder, writeError } from '../core/files.js';
import { requireFormat } from '../core/format.js';
import { compactJson } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import { readRegular } from '../core/regular-file.js';
import type { Measured } from './types.js';

/** What a search has measured so far, kept in a file. */
export interface Journal {
  /** By the points' ids. */
  measured: ReadonlyMap<string, Measured>;
  /** Adds what came of a point; on disk when it returns. @throws BenchError `DISK_FULL`, `FILE_ERROR` or `WRITE_FAILED`. */
  add(id: string, what: Measured): Promise<void>;
}

/** Longest journal that is read, bytes: far more than one with a line for each commit of a kernel. */
const LONGEST = 64 * 1024 * 1024;

/**
 * Opens the journal of a search, or begins one: a line says what is searched for, then one for each point. A last line that a
 * killed process did not finish is left out: its point is measured again.
 * @param question digest of what is searched for.
 * @throws BenchError (exit 2) `BISECT_JOURNAL` for the journal of another search, or a line that no search wrote; `FORMAT_UNKNOWN`.
 */
export async function openJournal(path: string, question: string): Promise<Journal> {
  const bytes = await readRegular(path, { most: LONGEST }).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return Buffer.alloc(0);
    throw error;
  });
  const text = bytes.toString('utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').filter((line) => line !== '');
  const measured = readLines(lines, path, question);
  // What is behind the last whole line goes: the next line must not be joined to it.
  if (lines.length === 0) await write(path, 'w', compactJson({ format: 1, question }));
  else if (whole !== text) await write(path, 'w', whole);
  return {
    measured,
    add: async (id, what) => {
      await write(path, 'a', compactJson({ point: id, ...what }));
      measured.set(id, what);
    },
  };
}

function readLines(lines: readonly string[], path: string, question: string): Map<string, Measured> {
  const measured = new Map<string, Measured>();
  const [first, ...others] = lines.map((line, index) => parseLine(line, path, index + 1));
  if (first === undefined) return measured;
  requireFormat(first, [1], path);
  if (!('question' in first) || first.question !== question) {
    throw usageError(
      'BISECT_JOURNAL',
      `${displayPath(path)} is the journal of another search.`,
      'Name another folder with --out.',
    );
  }
  for (const [index, line] of others.entries()) {
    const { point, value, skipped } = line as Record<string, unknown>;
    if (typeof point !== 'string') throw damaged(path, index + 2);
    if (typeof value === 'number') measured.set(point, { value });
    else if (typeof skipped === 'string') measured.set(point, { skipped });
    else throw damaged(path, index + 2);
  }
  return measured;
}

function parseLine(line: string, path: string, number: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw damaged(path, number);
}

function damaged(path: string, line: number): Error {
  return usageError(
    'BISECT_JOURNAL',
    `${displayPath(path)}:${line}: no search wrote this line.`,
    'Remove the line, and its point is measured again; or name another folder with --out.',
  );
}

async function write(path: string, how: 'w' | 'a', text: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const file = await open(path, how, 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw writeError(path, error);
  }
}
