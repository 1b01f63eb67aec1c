// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { displayPath } from '../../core/paths.js';
import { suggest } from '../../core/suggest.js';
import { definitions } from '../../workload/definitions.js';
import type { Environment } from '../../environment/environment.js';
import type { Session } from '../../workflow/session.js';

/**
 * `lupine-bench explain <name>`: what a metric, clock, system or scenario is.
 * @throws BenchError `EXPLAIN_UNKNOWN` (exit 2).
 */
export async function explainCommand(
  name: string,
  options: { json?: boolean },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const text = await explain(name, environment);
  session.print(options.json === true ? prettyJson({ name, text }) : `${text}\n`);
  return EXIT.ok;
}

async function explain(name: string, { scenarios: known, catalogue }: Environment): Promise<string> {
  const word = ownValue(definitions, name);
  if (word !== undefined) return `${name}: ${word}`;
  const scenarios = await known.names();
  if (scenarios.includes(name)) {
    const { title, description, metrics, path } = await known.load(name);
    return `${title}: ${description}\nmetrics: ${metrics.map((metric) => metric.name).join(', ')}\nfile: ${displayPath(path)}`;
  }
  const systems = catalogue.names();
  if (systems.includes(name.split('+')[0] ?? '')) {
    const system = catalogue.resolve(name);
    const from =
      system.kind === 'linux'
        ? `fragments: ${system.fragments.map(displayPath).join(', ')}`
        : `kernel: ${displayPath(system.kernel)}`;
    return `${system.title}: ${system.summary}\n${from}\ncommand line: ${system.cmdline}`;
  }
  const all = [...Object.keys(definitions), ...scenarios, ...systems];
  throw usageError('EXPLAIN_UNKNOWN', `nothing is called "${name}".`, suggest(name, all));
}
