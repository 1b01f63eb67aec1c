// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import { visible } from '../../core/printable.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import { acceptance, isAcceptable } from '../../gate/accept.js';
import { addAccepted } from '../../gate/accepted-file.js';
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { projectFolder } from '../project-folder.js';
import type { Session } from '../session.js';
import { requireStored } from './stored.js';

/** What a maintainer says yes to, and why. */
export interface AcceptWishes {
  because: string;
  /** The run whose comparison is meant; the newest comparison when missing. */
  run?: string | undefined;
  /** Only on this app, system or scenario. */
  app?: string | undefined;
  system?: string | undefined;
  scenario?: string | undefined;
  /** Folder of the runs instead of the environment's. */
  out?: string | undefined;
  json?: boolean | undefined;
}

/**
 * Writes down that a maintainer says yes to a regression, in a file that is reviewed.
 * @throws BenchError (exit 2) `REASON_MISSING`, `METRIC_UNKNOWN`, `NOTHING_TO_ACCEPT`, and what `requireStored` and `addAccepted` throw.
 */
export async function acceptChange(
  metric: string,
  wishes: AcceptWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const because = reasonOf(wishes.because);
  const { document, path } = await requireStored(wishes.run, wishes.out ?? environment.results);
  const chosen = acceptable(metric, wishes, document, path);
  const accepted = chosen.map((one) => acceptance(one, because, document.baseCommit));
  const file = displayPath(await addAccepted(projectFolder(environment), accepted));
  if (wishes.json === true) session.print(prettyJson({ file, accepted }));
  else {
    const names = accepted.map(({ app, system, scenario }) => `${app} on ${system} (${scenario})`);
    session.print(
      `accepted ${metric} of ${names.join(', ')}, against ${document.base}\n${file} is to be committed\n`,
    );
  }
  return EXIT.ok;
}

function reasonOf(text: string): string {
  // One line for a file that people read and git compares.
  const reason = visible(text.trim().replaceAll(/\s+/g, () => ' '));
  if (reason !== '' && reason.length <= LONGEST_REASON) return reason;
  throw usageError(
    'REASON_MISSING',
    reason === '' ? '--because says nothing.' : `--because is longer than ${LONGEST_REASON} characters.`,
    'Say in a sentence why the change is worth it.',
  );
}

/** Characters; the schema of the file allows four times as many. */
const LONGEST_REASON = 1000;

function acceptable(
  metric: string,
  wishes: AcceptWishes,
  { metrics }: ComparisonDocument,
  path: string,
): MetricComparison[] {
  const known = [...new Set(metrics.map((one) => one.metric))];
  if (!known.includes(metric)) {
    const message = `${displayPath(path)} has no metric "${metric}".`;
    throw usageError('METRIC_UNKNOWN', message, suggest(metric, known));
  }
  const meant = metrics.filter((one) => one.metric === metric && isMeant(one, wishes));
  const chosen = meant.filter((one) => isAcceptable(one));
  if (chosen.length > 0) return chosen;
  const verdicts = [...new Set(meant.map(({ verdict }) => verdict))];
  throw usageError(
    'NOTHING_TO_ACCEPT',
    `${displayPath(path)} has no regression of ${metric} to accept; it has ${verdicts.join(', ') || 'no such app, system or scenario'}.`,
    'Only a regression, and a metric that the head has no more, can be accepted; `lupine-bench explain` says more.',
  );
}

function isMeant(
  { scenario, app, system }: MetricComparison,
  wishes: Pick<AcceptWishes, 'scenario' | 'app' | 'system'>,
): boolean {
  return (
    (wishes.scenario ?? scenario) === scenario &&
    (wishes.app ?? app) === app &&
    (wishes.system === undefined || [system.head, system.base].includes(wishes.system))
  );
}
