// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { appOrigin, scenarioOrigin } from '../../environment/origin.js';
import { LOCAL } from '../../host/local.js';
import type { Session } from '../../workflow/session.js';
import { wrapAt } from '../wrap.js';

/** `lupine-bench list`: scenarios, systems, apps, hosts. */
export async function listCommand(
  options: { json?: boolean },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { apps, catalogue, scenarios: known, hosts, project } = environment;
  const scenarios = await Promise.all((await known.names()).map((name) => known.load(name)));
  const declared = await Promise.all((await apps.names()).map((name) => apps.load(name)));
  const data = {
    project: project?.file,
    scenarios: scenarios.map((scenario) => {
      const { name, title, apps: on, systems } = scenario;
      return { name, title, apps: on, systems, from: scenarioOrigin(scenario, project) };
    }),
    systems: catalogue.names().map((name) => {
      const { summary, origin } = catalogue.resolve(name);
      return { name, summary, from: origin?.file };
    }),
    modifiers: catalogue.modifiers().map((name) => `+${name}`),
    apps: declared.map((app) => {
      const { name, title, packages = [] } = app.declaration;
      return { name, title, packages, from: appOrigin(app, project) };
    }),
    hosts: hosts.map(({ name }) => ({ name, title: name === LOCAL ? 'this machine' : name })),
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
  return EXIT.ok;
}

/** Where something of the project is declared, behind what it is. */
function origin(from: string | undefined): string {
  return from === undefined ? '' : ` [${displayPath(from)}]`;
}
