// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { LoadedApp } from '../../app/load.js';
import { EXIT, type ExitCode, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { displayPath } from '../../core/paths.js';
import { suggest } from '../../core/suggest.js';
import { definitions } from '../../workload/definitions.js';
import type { Environment } from '../../environment/environment.js';
import type { Scenario } from '../../scenario/types.js';
import type { SystemCatalogue } from '../../system/catalogue.js';
import type { LinuxSystem, System } from '../../system/types.js';
import type { Session } from '../../workflow/session.js';

/**
 * `lupine-bench explain <name>`: what a metric, clock, scenario, system or app is, and where it is declared.
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

async function explain(name: string, { scenarios, apps, catalogue }: Environment): Promise<string> {
  const word = ownValue(definitions, name);
  if (word !== undefined) return `${name}: ${word}`;
  const scenarioNames = await scenarios.names();
  if (scenarioNames.includes(name)) return explainScenario(await scenarios.load(name));
  const systems = catalogue.names();
  if (systems.includes(name.split('+')[0] ?? '')) return explainSystem(catalogue.resolve(name));
  const appNames = await apps.names();
  if (appNames.includes(name)) return explainApp(await apps.load(name), catalogue);
  const all = [...Object.keys(definitions), ...scenarioNames, ...systems, ...appNames];
  throw usageError('EXPLAIN_UNKNOWN', `nothing is called "${name}".`, suggest(name, all));
}

function explainScenario({ title, description, metrics, path }: Scenario): string {
  return [
    `${title}: ${description}`,
    `metrics: ${metrics.map((metric) => metric.name).join(', ')}`,
    `file: ${displayPath(path)}`,
  ].join('\n');
}

function explainSystem(system: System): string {
  const { title, summary, cmdline, origin } = system;
  return [
    `${title}: ${summary}`,
    ...(system.kind === 'linux' ? buildLines(system) : [`kernel: ${displayPath(system.kernel)}`]),
    `command line: ${cmdline}`,
    ...(origin === undefined ? [] : [`file: ${displayPath(origin.file)}`]),
  ].join('\n');
}

function buildLines({ baseConfig, source, fragments }: LinuxSystem): string[] {
  return [
    ...(source === undefined ? [] : [`kernel source: ${displayPath(source)}`]),
    ...(typeof baseConfig === 'string' ? [] : [`configuration: ${displayPath(baseConfig.config)}`]),
    ...(fragments.length === 0 ? [] : [`fragments: ${fragments.map(displayPath).join(', ')}`]),
  ];
}

function explainApp({ declaration, dir }: LoadedApp, catalogue: SystemCatalogue): string {
  const { name, title, packages = [] } = declaration;
  return [
    `app ${name}: ${title}`,
    ...(packages.length === 0 ? [] : [`packages: ${packages.join(', ')}`]),
    `its own kernel: ${catalogue.nameFor('lupine-<app>', name)}`,
    `file: ${displayPath(join(dir, 'app.yaml'))}`,
  ].join('\n');
}
