// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadApp } from '../../harness/app/load.js';
import { projectRoot } from '../../harness/core/paths.js';
import { appNames, loadScenario, scenarioNames } from '../../harness/scenario/load.js';
import { definitions } from '../../harness/workload/definitions.js';
import { workloadOf } from '../../harness/workload/registry.js';

/** Names of the scenarios that `all` runs, and paths of those in folders, which it does not. */
async function everyScenario(): Promise<string[]> {
  const root = join(projectRoot, 'scenarios');
  const files = (await readdir(root, { recursive: true })).filter((path) => path.endsWith('.yaml'));
  const inFolders = files.filter((path) => path.includes('/') && !path.startsWith('apps/'));
  return [...(await scenarioNames()), ...inFolders.map((path) => join(root, path))];
}

describe('the scenarios of the project', () => {
  it('are valid, measure what their workload can give, and every metric is explained', async () => {
    for (const name of await everyScenario()) {
      const scenario = await loadScenario(name);
      for (const { name: metric } of scenario.metrics) {
        assert.ok(workloadOf(scenario).metrics.includes(metric), `${name}: ${metric}`);
        assert.ok(definitions[metric] !== undefined, `${metric} is explained nowhere`);
      }
    }
  });

  it('use apps that are declared', async () => {
    const apps = await appNames();
    for (const name of await everyScenario()) {
      for (const app of (await loadScenario(name)).apps) assert.ok(apps.includes(app), `${name}: ${app}`);
    }
    for (const app of apps) assert.equal((await loadApp(app)).declaration.name, app);
  });
});
