// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import type { Environment } from '../../environment/environment.js';
import { LOCAL } from '../../host/local.js';
import type { Session } from '../../workflow/session.js';
import { wrapAt } from '../wrap.js';

/** `lupine-bench list`: scenarios, systems, apps, hosts. */
export async function listCommand(
  options: { json?: boolean },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { apps, catalogue, scenarios: known, hosts } = environment;
  const scenarios = await Promise.all((await known.names()).map((name) => known.load(name)));
  const declared = await Promise.all((await apps.names()).map((name) => apps.load(name)));
  const data = {
    scenarios: scenarios.map(({ name, title, apps: on, systems }) => ({ name, title, apps: on, systems })),
    systems: catalogue.names().map((name) => ({ name, summary: catalogue.resolve(name).summary })),
    modifiers: catalogue.modifiers().map((name) => `+${name}`),
    apps: declared.map(({ declaration: { name, title, packages = [] } }) => ({ name, title, packages })),
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
    data.scenarios.map(({ name, title, apps: on, systems }) => [
      name,
      `${title} (${on.join(', ')} on ${systems.join(', ')})`,
    ]),
  );
  section('systems', [
    ...data.systems.map(({ name, summary }): [string, string] => [name, summary]),
    ['+<modifier>', `behind a name, e.g. lupine-redis+tiny: ${data.modifiers.join(', ')}`],
  ]);
  section(
    'apps',
    data.apps.map(({ name, title, packages }) => [
      name,
      packages.length === 0 ? title : `${title} (${packages.join(', ')})`,
    ]),
  );
  section(
    'hosts',
    data.hosts.map(({ name, title }) => [name, title]),
  );
  return EXIT.ok;
}
