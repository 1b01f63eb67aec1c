// SPDX-License-Identifier: Apache-2.0
import { BenchError, type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { appOrigin, scenarioOrigin } from '../../environment/origin.js';
import { COUNTED } from '../../host/counted/machine.js';
import { LOCAL } from '../../host/local.js';
import type { SystemCatalogue } from '../../system/catalogue.js';
import type { Session } from '../../workflow/session.js';
import { wrapAt } from '../wrap.js';

/** Hosts that are always there, by name. */
const TITLES: Readonly<Record<string, string>> = {
  [LOCAL]: 'this machine',
  [COUNTED]: 'a KVM host that is emulated and counted as a whole, made anew for each boot',
};

/** `lupine-bench list`: scenarios, systems, apps, hosts. */
export async function listCommand(
  options: { json?: boolean },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { apps, catalogue, scenarios: known, hosts, project } = environment;
  const { loaded: scenarios, broken: brokenScenarios } = await known.all();
  const { loaded: declared, broken: brokenApps } = await apps.all();
  const broken = [...brokenApps, ...brokenScenarios];
  const { default: usual, sources } = catalogue.versions();
  const data = {
    project: project?.file,
    scenarios: scenarios.map((scenario) => {
      const { name, title, apps: on, systems } = scenario;
      return { name, title, apps: on, systems, from: scenarioOrigin(scenario, project) };
    }),
    systems: catalogue.names().map((name) => systemRow(name, catalogue)),
    versions: { default: usual, known: Object.keys(sources) },
    modifiers: catalogue.modifiers().map((name) => `+${name}`),
    apps: declared.map((app) => {
      const { name, title, packages = [] } = app.declaration;
      return { name, title, packages, from: appOrigin(app, project) };
    }),
    hosts: hosts.map(({ name }) => ({ name, title: ownValue(TITLES, name) ?? name })),
    broken: broken.map(({ kind, name, path, error: { code, message, next } }) => {
      return { kind, name, from: path, code, message, next };
    }),
  };
  if (options.json === true) {
    session.print(prettyJson(data));
    return EXIT.ok;
  }
  const section = (title: string, rows: [string, string][]): void => {
    const width = Math.max(...rows.map(([name]) => name.length));
    const lines = rows.map(
      ([name, text]) => `  ${name.padEnd(width)}  ${wrapAt(text, width + 4, session.width)}\n`,
    );
    session.print(`${title}\n${lines.join('')}\n`);
  };
  section(
    'scenarios',
    data.scenarios.map(({ name, title, apps: on, systems, from }) => [
      name,
      `${title} (${on.join(', ')} on ${systems.join(', ')})${origin(from)}`,
    ]),
  );
  section('systems', [
    ...data.systems.map(({ name, summary, from }): [string, string] => [name, `${summary}${origin(from)}`]),
    [
      '@<version>',
      `behind the name of one that is built here, e.g. lupine-redis@6.12: its Linux, ${usual} where there is none: ${data.versions.known.join(', ')}`,
    ],
    ['+<modifier>', `behind a name, e.g. lupine-redis+tiny: ${data.modifiers.join(', ')}`],
  ]);
  section(
    'apps',
    data.apps.map(({ name, title, packages, from }) => [
      name,
      `${packages.length === 0 ? title : `${title} (${packages.join(', ')})`}${origin(from)}`,
    ]),
  );
  section(
    'hosts',
    data.hosts.map(({ name, title }) => [name, title]),
  );
  if (data.broken.length > 0)
    section(
      'cannot be used',
      data.broken.map(({ kind, name, code, message }) => [`${kind} ${name}`, `${code}: ${message}`]),
    );
  return EXIT.ok;
}

/** A system; one that stands on an app that cannot be used says so in the place of what it is. */
function systemRow(
  name: string,
  catalogue: SystemCatalogue,
): { name: string; summary: string; from?: string | undefined } {
  try {
    const { summary, origin } = catalogue.resolve(name);
    return { name, summary, from: origin?.file };
  } catch (error) {
    if (!(error instanceof BenchError) || !catalogue.brokenApps().includes(error)) throw error;
    return { name, summary: `cannot be used: ${error.code}: ${error.message}` };
  }
}

/** Where something of the project is declared, behind what it is. */
function origin(from: string | undefined): string {
  return from === undefined ? '' : ` [${displayPath(from)}]`;
}
