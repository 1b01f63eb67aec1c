// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { writeAtomic } from '../../core/files.js';
import { type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { historyModel } from '../../history/series.js';
import type { Session } from '../session.js';
import { type PlaceWishes, readHistory } from './place.js';

/**
 * Writes the page of a history to `history.html` in the folder of the runs.
 * @throws BenchError as {@link readHistory} and `writeAtomic`.
 */
export async function reportHistory(
  wishes: PlaceWishes & { out?: string | undefined; json?: boolean | undefined },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const points = await readHistory(wishes, environment, session);
  if (wishes.json === true) {
    session.print(prettyJson({ format: 1, ...historyModel(points) }));
    return EXIT.ok;
  }
  session.progress.step('writing the history');
  const { historyPage } = await import('../../report/history/page.js');
  const file = join(wishes.out ?? environment.results, 'history.html');
  await writeAtomic(file, await historyPage(points));
  session.progress.end();
  session.print(`history: ${displayPath(file)}\n`);
  return EXIT.ok;
}
