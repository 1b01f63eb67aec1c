// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { writeBelow } from '../../core/confined.js';
import type { ExitCode } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import { sealedJson } from '../../core/seal.js';
import type { ComparisonDocument } from '../../gate/types.js';
import { exitOf } from '../../gate/verdict.js';
import type { Session } from '../session.js';

const FILE = 'comparison.json';

/**
 * Prints a comparison and keeps it as `comparison.json`.
 * @param dir folder of the head's run; missing where nothing was measured.
 * @returns the exit code of its verdict.
 */
export async function showComparison(
  document: ComparisonDocument,
  dir: string | undefined,
  json: boolean,
  session: Session,
): Promise<ExitCode> {
  session.progress.end();
  if (dir !== undefined) await writeBelow(dir, FILE, sealedJson(document));
  if (json) session.print(prettyJson(document));
  else {
    const { renderTerminalComparison } = await import('../../report/gate/terminal.js');
    session.printReport(renderTerminalComparison(document, { color: session.color, width: session.width }));
    if (dir !== undefined) session.print(`\ncomparison: ${displayPath(join(dir, FILE))}\n`);
  }
  return exitOf(document.verdict);
}
