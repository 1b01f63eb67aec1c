// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import type { Plan } from '../../plan/types.js';
import type { RunFolder } from '../../run/folder.js';
import { makeBoots } from '../../run/run.js';
import type { RunSummary } from '../../summary/types.js';
import { type Derived, writeDerived } from '../derive.js';
import type { SystemCatalogue } from '../../system/catalogue.js';
import type { Vmm } from '../../vmm/types.js';
import type { Session } from '../session.js';
import { stepAdvice, stepLine } from '../step-line.js';
import { printClaims } from './show-claims.js';
import { printPrices } from './show-prices.js';

/** Makes the boots a run still lacks, writes everything derived and prints the result. */
export async function finishRun(
  folder: RunFolder,
  plan: Plan,
  tools: { catalogue: SystemCatalogue; vmm: Vmm; json: boolean; cpus?: readonly number[] },
  session: Session,
): Promise<ExitCode> {
  const { catalogue, vmm, json, cpus } = tools;
  session.hint = `npm run resume -- ${displayPath(folder.dir)}`;
  const { progress, signal } = session;
  const advised = new Set<string>();
  await makeBoots(folder, plan, {
    vmm,
    catalogue,
    progress,
    signal,
    ...(cpus === undefined ? {} : { cpus }),
    onRecord: (record, done, total) => {
      progress.note(stepLine(record, plan, done, total));
      const advice = stepAdvice(record);
      if (advice !== undefined && !advised.has(advice)) progress.note(advice);
      if (advice !== undefined) advised.add(advice);
    },
  });
  return plan.reproduce === undefined
    ? await showRun(folder, catalogue, json, session)
    : await showClaims(folder, { catalogue, json }, session);
}

/** Writes everything derived from a run and prints the claims; `ids` are those to judge, by default the run's own. */
export async function showClaims(
  folder: RunFolder,
  { catalogue, json, ids }: { catalogue: SystemCatalogue; json: boolean; ids?: readonly string[] },
  session: Session,
): Promise<ExitCode> {
  const { claims } = await derive(folder, catalogue, session, ids);
  if (claims === undefined) throw new Error('the run is not judged by any claim');
  return await printClaims(folder, claims, json, session);
}

/** Writes everything derived from a run and prints the result, or the prices of one that was made for them; exit 3 when a planned cell has no sample. */
export async function showRun(
  folder: RunFolder,
  catalogue: SystemCatalogue,
  json: boolean,
  session: Session,
): Promise<ExitCode> {
  const { summary, prices } = await derive(folder, catalogue, session);
  if (prices !== undefined) await printPrices(folder, prices, json, session);
  else if (json) session.print(prettyJson(summary));
  else {
    const { renderTerminalSummary } = await import('../../report/terminal.js');
    session.print(renderTerminalSummary(summary, { color: session.color, width: session.width }));
    session.print(`\nreport: ${displayPath(folder.path('report', 'index.html'))}\n`);
  }
  return exitOf(summary);
}

async function derive(
  folder: RunFolder,
  catalogue: SystemCatalogue,
  session: Session,
  ids?: readonly string[],
): Promise<Derived> {
  session.progress.step('writing the report');
  const derived = await writeDerived(folder, catalogue, ids);
  // Whoever said stop meanwhile has a complete report, and is told how to see it.
  session.signal.throwIfAborted();
  for (const line of folder.damage) session.progress.note(`warning: ${line}`);
  session.progress.end();
  return derived;
}

function exitOf(summary: RunSummary): ExitCode {
  const everyCell = summary.cells.every(({ values, failures }) => values.length > 0 && failures.length === 0);
  return summary.complete && everyCell ? EXIT.ok : EXIT.couldNotMeasure;
}
