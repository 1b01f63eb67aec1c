// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';
import { definitions } from '../../harness/workload/definitions.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { builtinApps, builtinScenarios } from '../support/builtin.js';

/** Names of the scenarios that `all` runs, and paths of those in folders, which it does not. */
async function everyScenario(): Promise<string[]> {
  const root = packagePath('scenarios');
  const files = (await readdir(root, { recursive: true })).filter((path) => path.endsWith('.yaml'));
  const inFolders = files.filter((path) => path.includes('/') && !path.startsWith('apps/'));
  return [...(await builtinScenarios.names()), ...inFolders.map((path) => join(root, path))];
}

describe('the scenarios of the project', () => {
  it('are valid, measure what their workload can give, and every metric is explained', async () => {
    for (const name of await everyScenario()) {
      const scenario = await builtinScenarios.load(name);
      for (const { name: metric } of scenario.metrics) {
        assert.ok(workloadOf(scenario).metrics.includes(metric), `${name}: ${metric}`);
        assert.ok(definitions[metric] !== undefined, `${metric} is explained nowhere`);
      }
    }
  });

  it('use apps that are declared', async () => {
    const apps = await builtinApps.names();
    for (const name of await everyScenario()) {
      for (const app of (await builtinScenarios.load(name)).apps)
        assert.ok(apps.includes(app), `${name}: ${app}`);
    }
    for (const app of apps) assert.equal((await builtinApps.load(app)).declaration.name, app);
  });
});
