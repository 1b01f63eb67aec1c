// SPDX-License-Identifier: Apache-2.0
import type { ClaimsDocument } from '../claim/result.js';
import { EXIT, type ExitCode } from '../core/errors.js';
import { prettyJson } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import type { RunFolder } from '../run/folder.js';
import type { Session } from './session.js';

/** Prints the claims of a run; exit 3 when one that could be measured here was not. */
export async function printClaims(
  folder: RunFolder,
  document: ClaimsDocument,
  json: boolean,
  session: Session,
): Promise<ExitCode> {
  if (json) session.print(prettyJson(document));
  else {
    const { renderTerminalClaims } = await import('../report/claims/terminal.js');
    session.printReport(renderTerminalClaims(document, { color: session.color, width: session.width }));
    session.print(`\nclaims: ${displayPath(folder.path('report', 'claims.html'))}\n`);
    session.print(`report: ${displayPath(folder.path('report', 'index.html'))}\n`);
  }
  return document.complete && document.claims.every(({ inconclusive }) => !inconclusive)
    ? EXIT.ok
    : EXIT.couldNotMeasure;
}
