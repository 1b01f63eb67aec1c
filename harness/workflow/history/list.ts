// SPDX-License-Identifier: Apache-2.0
import { counted } from '../../core/counted.js';
import { type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import type { Environment } from '../../environment/environment.js';
import type { HistoryPoint } from '../../history/types.js';
import type { Session } from '../session.js';
import { type PlaceWishes, placeWords, readHistory } from './place.js';

/**
 * Prints the points of a history, oldest commit first.
 * @throws BenchError as {@link readHistory}.
 */
export async function listHistory(
  wishes: PlaceWishes & { json?: boolean | undefined },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const points = await readHistory(wishes, environment, session);
  if (wishes.json === true) session.print(prettyJson({ format: 1, points }));
  else {
    session.print(`${counted(points.length, 'run')} in ${placeWords(wishes, environment)}\n`);
    session.print(points.map((point) => `${line(point)}\n`).join(''));
  }
  return EXIT.ok;
}

function line({ revision, run, cells, verdict }: HistoryPoint): string {
  const day = new Date(revision.time * 1000);
  const when = Number.isNaN(day.getTime()) ? 'unknown   ' : day.toISOString().slice(0, 10);
  const measured = cells.filter(({ median }) => median !== undefined).length;
  const came = `${measured} of ${counted(cells.length, 'value')}${run.complete ? '' : ', not complete'}`;
  return [when, revision.commit.slice(0, 12), run.id, came, verdict ?? 'not compared', revision.subject].join(
    '  ',
  );
}
