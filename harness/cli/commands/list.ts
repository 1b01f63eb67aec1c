// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { loadApp } from '../../app/load.js';
import { appNames, loadScenario, scenarioNames } from '../../scenario/load.js';
import { loadSystems } from '../../system/catalogue.js';
import type { Session } from '../session.js';
import { wrapAt } from '../wrap.js';

/** `lupine-bench list`: scenarios, systems, apps, hosts. */
export async function listCommand(options: { json?: boolean }, session: Session): Promise<ExitCode> {
  const apps = await appNames();
  const catalogue = await loadSystems(apps);
  const scenarios = await Promise.all((await scenarioNames()).map((name) => loadScenario(name)));
  const declared = await Promise.all(apps.map((name) => loadApp(name)));
  const data = {
    scenarios: scenarios.map(({ name, title, apps: on, systems }) => ({ name, title, apps: on, systems })),
    systems: catalogue.names().map((name) => ({ name, summary: catalogue.resolve(name).summary })),
    modifiers: catalogue.modifiers().map((name) => `+${name}`),
    apps: declared.map(({ declaration: { name, title, packages = [] } }) => ({ name, title, packages })),
    hosts: [{ name: 'local', title: 'this machine' }],
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
  section('hosts', [['local', 'this machine']]);
  return EXIT.ok;
}
