// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { BisectDocument, BisectSubject } from '../../bisect/document.js';
import type { BisectPoint, Measured } from '../../bisect/types.js';
import { writeAtomic } from '../../core/files.js';
import { type JsonValue, digestOf, prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';
import type { Environment } from '../../environment/environment.js';
import { CLOCK_DEFINITION } from '../../metric/clock.js';
import { unitUnder } from '../../metric/units.js';
import type { Session } from '../session.js';
import type { BisectCell, CellWishes } from './choose.js';
import type { KernelSources } from '../../plan/source.js';

/** How the user wants a bisection to be made. */
export interface BisectWishes extends CellWishes {
  /** Per cent of the difference between both ends up to which a difference is no change. */
  margin: number;
  out?: string | undefined;
  kernelSource?: KernelSources | undefined;
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
}

/** Changes that are found to the end. */
export const MOST_CHANGES = 3;

/** The cell as its document has it. */
export function subjectOf({ metric, ...cell }: BisectCell): BisectSubject {
  const { name, title, direction } = metric;
  return { ...cell, metric: name, title, unit: unitUnder('deterministic', metric.unit), direction };
}

/** Digest of what is searched for; what it measures under a clock of another definition is another search. */
export function questionOf(cell: BisectCell, between: JsonValue): string {
  const { metric, ...rest } = cell;
  return digestOf({ ...rest, metric: metric.name, clock: CLOCK_DEFINITION, between });
}

/** Folder of a search: the same for the same question, so that the same command goes on. */
export function folderOf({ out }: BisectWishes, { results }: Environment, question: string): string {
  return join(out ?? results, `bisect-${question.slice(0, 12)}`);
}

/** Tells what came of a point. */
export function tell(cell: BisectCell, session: Session): (point: BisectPoint, measured: Measured) => void {
  const { unit } = subjectOf(cell);
  return ({ title }, measured) => {
    const what =
      'value' in measured
        ? `${measured.value.toLocaleString('en-US')} ${unit}`
        : `skipped, ${printable(measured.skipped, 300)}`;
    session.progress.note(`${printable(title, 120)}: ${what}`);
  };
}

/** Keeps the result, and prints it. */
export async function showBisect(
  document: BisectDocument,
  folder: string,
  { json }: BisectWishes,
  session: Session,
): Promise<void> {
  const file = join(folder, 'bisect.json');
  await writeAtomic(file, prettyJson(document));
  session.progress.end();
  if (json === true) {
    session.print(prettyJson(document));
    return;
  }
  const { renderTerminalBisect } = await import('../../report/bisect/terminal.js');
  session.print(renderTerminalBisect(document, { color: session.color, width: session.width }));
  session.print(`\nbisection: ${displayPath(file)}\n`);
}
