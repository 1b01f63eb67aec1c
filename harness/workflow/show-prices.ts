// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument } from '../ablation/result.js';
import { prettyJson } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import type { RunFolder } from '../run/folder.js';
import type { Session } from './session.js';

/** Prints the prices of a run. */
export async function printPrices(
  folder: RunFolder,
  prices: AblationDocument,
  json: boolean,
  session: Session,
): Promise<void> {
  if (json) session.print(prettyJson(prices));
  else {
    const { renderTerminalPrices } = await import('../report/ablation/terminal.js');
    session.printReport(renderTerminalPrices(prices, { color: session.color, width: session.width }));
    session.print(`\nprices: ${displayPath(folder.path('report', 'ablation.html'))}\n`);
  }
}
