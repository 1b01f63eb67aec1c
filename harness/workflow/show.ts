// SPDX-License-Identifier: Apache-2.0
import { loadPublished } from '../claim/load.js';
import { type ExitCode, EXIT } from '../core/errors.js';
import { prettyJson } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import { NOT_AVAILABLE } from '../metric/not-available.js';
import type { RunFolder } from '../run/folder.js';
import type { RunSummary } from '../summary/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { type Derived, writeDerived } from './derive.js';
import type { Session } from './session.js';
import { printClaims } from './show-claims.js';
import { printPrices } from './show-prices.js';

/** A run to show. */
export interface ShownRun {
  folder: RunFolder;
  catalogue: SystemCatalogue;
  json?: boolean | undefined;
  /** Ids of the claims to judge it by, which are then shown instead of the samples. */
  claims?: readonly string[] | undefined;
}

/**
 * Writes everything derived from a run and prints the result: its claims when some are asked for, its prices when it was
 * made for them, else its samples. Exit 3 when a planned cell has no sample, or a claim no settled number.
 */
export async function showRun(run: ShownRun, session: Session): Promise<ExitCode> {
  const { folder, json = false } = run;
  const { summary, prices, claims } = await derive(run, session);
  if (run.claims !== undefined && claims !== undefined)
    return await printClaims(folder, claims, json, session);
  if (prices !== undefined) await printPrices(folder, prices, json, session);
  else await printSummary(folder, summary, json, session);
  return exitOf(summary);
}

async function printSummary(
  folder: RunFolder,
  summary: RunSummary,
  json: boolean,
  session: Session,
): Promise<void> {
  if (json) {
    session.print(prettyJson(summary));
    return;
  }
  const { renderTerminalSummary } = await import('../report/terminal.js');
  const { color, width } = session;
  session.printReport(renderTerminalSummary(summary, { color, width, published: await loadPublished() }));
  session.print(`\nreport: ${displayPath(folder.path('report', 'index.html'))}\n`);
}

async function derive({ folder, catalogue, claims }: ShownRun, session: Session): Promise<Derived> {
  session.progress.step('writing the report');
  const derived = await writeDerived(folder, catalogue, { ...session, ids: claims });
  // Whoever said stop meanwhile has a complete report, and is told how to see it.
  session.signal.throwIfAborted();
  for (const line of folder.damage) session.progress.note(`warning: ${line}`);
  session.progress.end();
  return derived;
}

function exitOf(summary: RunSummary): ExitCode {
  const everyCell = summary.cells.every(
    ({ values, failures, unsupported }) =>
      values.length + failures.length + (unsupported === undefined ? 0 : 1) > 0 &&
      failures.every(({ code }) => code === NOT_AVAILABLE),
  );
  return summary.complete && everyCell ? EXIT.ok : EXIT.couldNotMeasure;
}
