// SPDX-License-Identifier: Apache-2.0
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readBelow, renameBelow, writeBelow } from '../core/confined.js';
import { BenchError, usageError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { displayPath } from '../core/paths.js';
import { forTerminal } from '../core/sinks.js';
import { LONGEST_POINT, type PointFile, isPointName, readPoint } from './point-file.js';
import type { HistoryPoint } from './types.js';

/** What a folder holds. */
export interface StoredPoints {
  /** In no order, those of one run twice where it was added twice. */
  points: { name: string; point: HistoryPoint }[];
  /** Files that could not be used, one sentence each. */
  damage: string[];
}

/** How a folder is read. */
export interface ReadWishes {
  /** Whether a damaged file is renamed to `<name>.damaged`; false for a copy of what cannot be changed. */
  quarantine?: boolean;
  /** The folder in messages. */
  shown?: string;
}

/** A history of more files is refused; at one run an hour it is ten years. */
const MOST_FILES = 100_000;

/** Files that are read at a time. */
const AT_A_TIME = 32;

/**
 * Adds the file of a point. A reader sees all of it or nothing, also when the power fails, and no writer can take anything from another:
 * a name belongs to one content.
 * @returns whether it is new.
 * @throws BenchError `DISK_FULL`, `FILE_ERROR` (exit 2), `PATH_LINKED` (exit 2) or `WRITE_FAILED`.
 */
export async function addToFolder(dir: string, { name, text }: PointFile): Promise<boolean> {
  const there = await readBelow(dir, name, LONGEST_POINT);
  if (there?.toString('utf8') === text) return false;
  await writeBelow(dir, name, text);
  await syncFolder(dir);
  return true;
}

/**
 * Reads every point of a folder. What is damaged is set aside and named, and never taken for nothing.
 * @throws BenchError (exit 2) `HISTORY_MISSING`, `HISTORY_TOO_LARGE`, `FORMAT_UNKNOWN`.
 */
export async function readFolder(
  dir: string,
  { quarantine = true, shown }: ReadWishes = {},
): Promise<StoredPoints> {
  const where = shown ?? displayPath(dir);
  const names = (await namesIn(dir, where)).filter((name) => !name.startsWith('.'));
  const files = names.filter(isPointName).sort();
  if (files.length > MOST_FILES) {
    throw usageError(
      'HISTORY_TOO_LARGE',
      `${where} has ${files.length} points; ${MOST_FILES} at most are read.`,
      'Begin a new history, and keep the old folder.',
    );
  }
  const stored: StoredPoints = { points: [], damage: oddNames(names, where) };
  for (let at = 0; at < files.length; at += AT_A_TIME) {
    const read = await Promise.all(
      files.slice(at, at + AT_A_TIME).map(async (name) => ({ name, read: await readOne(dir, name, where) })),
    );
    for (const one of read) {
      if (typeof one.read !== 'string') stored.points.push({ name: one.name, point: one.read });
      else stored.damage.push(await setAside(dir, one.name, one.read, { quarantine, where }));
    }
  }
  return stored;
}

async function namesIn(dir: string, where: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    throw usageError(
      'HISTORY_MISSING',
      `there is no history in ${where}.`,
      'Add a run: lupine-bench history add <run>; or name the folder: --history <folder>.',
    );
  }
}

/** Names that are no point's: what was set aside before, and what somebody else put there. */
function oddNames(names: readonly string[], where: string): string[] {
  const odd = names.filter((name) => !isPointName(name)).sort();
  const aside = odd.filter((name) => name.endsWith('.damaged'));
  const strange = odd.filter((name) => name.endsWith('.json'));
  return [
    ...(aside.length === 0
      ? []
      : [
          `${where} has points that were set aside as damaged: ${aside.map((name) => forTerminal(name)).join(', ')}.`,
        ]),
    ...strange.map((name) => `${where} has a file that is no point: ${forTerminal(name)}.`),
  ];
}

async function readOne(dir: string, name: string, where: string): Promise<HistoryPoint | string> {
  try {
    const bytes = await readBelow(dir, name, LONGEST_POINT);
    return bytes === undefined ? 'it went away' : await readPoint(bytes, name, `${where}/${name}`);
  } catch (error) {
    if (error instanceof BenchError && error.code !== 'FORMAT_UNKNOWN')
      return error.message.replace(/\.$/, '');
    if (hasCode(error, 'ELOOP')) return 'it is a link';
    throw error;
  }
}

async function setAside(
  dir: string,
  name: string,
  why: string,
  { quarantine, where }: { quarantine: boolean; where: string },
): Promise<string> {
  const said = `${where}/${name} is damaged (${why})`;
  if (!quarantine) return `${said}; it is left out.`;
  const kept = `${name}.damaged`;
  const moved = await renameBelow(dir, name, kept).then(
    () => true,
    () => false,
  );
  return moved
    ? `${said}; it is kept as ${kept}, and the run can be added again.`
    : `${said}; it is left out, and could not be renamed.`;
}

/** Makes the name of a new file last as the file itself does. */
async function syncFolder(dir: string): Promise<void> {
  const folder = await open(join(dir, '.'), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
