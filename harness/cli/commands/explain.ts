// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { displayPath } from '../../core/paths.js';
import { suggest } from '../../core/suggest.js';
import { vocabulary } from '../../metric/vocabulary.js';
import { appNames, loadScenario, scenarioNames } from '../../scenario/load.js';
import { loadSystems } from '../../system/catalogue.js';
import type { Session } from '../session.js';

/**
 * `lupine-bench explain <name>`: what a metric, clock, system or scenario is.
 * @throws BenchError `EXPLAIN_UNKNOWN` (exit 2).
 */
export async function explainCommand(
  name: string,
  options: { json?: boolean },
  session: Session,
): Promise<ExitCode> {
  const text = await explain(name);
  session.print(options.json === true ? prettyJson({ name, text }) : `${text}\n`);
  return EXIT.ok;
}

async function explain(name: string): Promise<string> {
  const word = ownValue(vocabulary, name);
  if (word !== undefined) return `${name}: ${word}`;
  const scenarios = await scenarioNames();
  if (scenarios.includes(name)) {
    const { title, description, metrics, path } = await loadScenario(name);
    return `${title}: ${description}\nmetrics: ${metrics.map((metric) => metric.name).join(', ')}\nfile: ${displayPath(path)}`;
  }
  const catalogue = await loadSystems(await appNames());
  const systems = catalogue.names();
  if (systems.includes(name.split('+')[0] ?? '')) {
    const { title, summary, fragments, cmdline } = catalogue.resolve(name);
    return `${title}: ${summary}\nfragments: ${fragments.map(displayPath).join(', ')}\ncommand line: ${cmdline}`;
  }
  const known = [...Object.keys(vocabulary), ...scenarios, ...systems];
  throw usageError('EXPLAIN_UNKNOWN', `nothing is called "${name}".`, suggest(name, known));
}
