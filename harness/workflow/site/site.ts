// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { emptyBelow, writeBelow } from '../../core/confined.js';
import { counted } from '../../core/counted.js';
import { BenchError, type ExitCode, EXIT, usageError } from '../../core/errors.js';
import { makeFolder } from '../../core/files.js';
import { prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import { forTerminal } from '../../core/sinks.js';
import type { Environment } from '../../environment/environment.js';
import type { HistoryPoint } from '../../history/types.js';
import { type SiteRun, sitePage } from '../../report/site/page.js';
import { slugs } from '../../report/format/slug.js';
import { RunFolder } from '../../run/folder.js';
import { type PlaceWishes, readHistory } from '../history/place.js';
import { projectFolder } from '../project-folder.js';
import type { Session } from '../session.js';
import { writeRunPages } from './run-pages.js';

/** What a site is made of. */
export interface SiteWishes extends PlaceWishes {
  /** Folder that gets it. */
  out: string;
  /** Folder of the runs instead of the environment's. */
  runs?: string | undefined;
  json?: boolean | undefined;
}

/** By this file a folder is known as a site that may be made again. */
const MARK = '.lupine-bench-site';

/**
 * Writes a static site: history, latest report, every run. It needs no server and asks for nothing from anywhere.
 * @throws BenchError (exit 2) `SITE_OTHER` for a folder that is something else, and what reading a history throws.
 */
export async function writeSite(
  wishes: SiteWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const out = resolve(wishes.out);
  await requireOwn(out);
  const points = await pointsOf(wishes, environment, session);
  await writeBelow(out, MARK, 'Made by lupine-bench site; made anew each time.\n', { durable: false });
  await writeBelow(out, '.nojekyll', '', { durable: false });
  await emptyBelow(out, 'runs');
  const runs = await runPages(out, wishes.runs ?? environment.results, environment, session);
  const name = forTerminal(basename(projectFolder(environment)), 100);
  const page = await sitePage({ name, runs, ...(points === undefined ? {} : { points }) });
  await writeBelow(out, 'index.html', page);
  session.progress.end();
  const index = displayPath(join(out, 'index.html'));
  session.print(
    wishes.json === true
      ? prettyJson({ index, runs, points: points?.length ?? 0 })
      : `site: ${index}, ${counted(runs.length, 'run')}, ${counted(points?.length ?? 0, 'point')}\n`,
  );
  return EXIT.ok;
}

async function runPages(
  out: string,
  results: string,
  environment: Environment,
  session: Session,
): Promise<(SiteRun & { folder: string })[]> {
  const names = slugs();
  const runs: (SiteRun & { folder: string })[] = [];
  const ids = (await readdir(results).catch(() => [])).filter((id) => /^\d{8}-\d{6}-/.test(id));
  for (const id of ids.sort().reverse()) {
    session.signal.throwIfAborted();
    session.progress.step(`writing the pages of ${forTerminal(id, 100)}`);
    const folder = `runs/${names.unique(id)}`;
    const { damage, ...run } = await writeRunPages(
      new RunFolder(join(results, id)),
      join(out, folder),
      environment,
    );
    for (const line of damage) session.progress.note(`warning: ${line}`);
    if (run.problem !== undefined)
      session.progress.note(`warning: ${forTerminal(id, 100)} has no page: ${run.problem}`);
    runs.push({ ...run, folder });
  }
  return runs;
}

/** Nobody's other files are overwritten. */
async function requireOwn(out: string): Promise<void> {
  await makeFolder(out);
  const names = await readdir(out);
  if (names.length === 0 || names.includes(MARK)) return;
  throw usageError(
    'SITE_OTHER',
    `${displayPath(out)} has other files, and is no site that was made here.`,
    'Name an empty folder, or one that is not there yet: --out <dir>.',
  );
}

/** The history, where there is one; one that was asked for must be there. */
async function pointsOf(
  wishes: PlaceWishes,
  environment: Environment,
  session: Session,
): Promise<HistoryPoint[] | undefined> {
  try {
    return await readHistory(wishes, environment, session);
  } catch (error) {
    const asked = wishes.history !== undefined || wishes.branch !== undefined;
    if (!asked && error instanceof BenchError && error.code === 'HISTORY_MISSING') return undefined;
    throw error;
  }
}
