// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseClaims, loadClaims, loadPublished } from '../../harness/claim/load.js';
import { EXIT } from '../../harness/core/errors.js';
import { packagePath } from '../../harness/core/paths.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';
import { builtinScenarios, builtinSystems } from '../support/builtin.js';

type Change = [from: string | RegExp, to: string];

/** A declaration with one thing changed must be refused with this code, place and text. */
const refused =
  (name: 'claims' | 'published', change: Change, code: string, message: RegExp) => (): Promise<void> =>
    inTemp(async (dir) => {
      const path = join(dir, `${name}.yaml`);
      const text = await readFile(packagePath('reports', `${name}.yaml`), 'utf8');
      const changed = text.replace(...change);
      assert.notEqual(changed, text);
      await writeFile(path, changed);
      await failsWith(name === 'claims' ? loadClaims(path) : loadPublished(path), code, EXIT.usage, message);
    });

describe('declared claims', () => {
  it(
    'are refused with an unknown key',
    refused(
      'claims',
      ['    sources: [SL]', '    source: [SL]'],
      'YAML_INVALID',
      /claims\.yaml:\d+:5: .*"source"/,
    ),
  );
  it(
    'are refused with a comparison that nobody knows',
    refused('claims', ['at most', 'below'], 'YAML_INVALID', /claims\.yaml:\d+:\d+: .*comparison" is "below"/),
  );
  it(
    'are refused with a tolerance that would let everything hold',
    refused(
      'claims',
      ['tolerance: 0.05', 'tolerance: 0.9'],
      'YAML_INVALID',
      /tolerance" is 0.9, but it must be <= 0.2/,
    ),
  );
  it(
    'are refused with a source that is not listed',
    refused('claims', ['source: SL', 'source: XX'], 'YAML_INVALID', /source" is "XX"/),
  );
  it(
    'are refused when two have one name',
    refused('claims', ['id: memory', 'id: boot-time'], 'CLAIMS_INVALID', /"boot-time" stands twice/),
  );
  it(
    'are refused with nothing to judge them by',
    refused(
      'claims',
      [/ {4}unmeasurable: >-\n.*\n(?: {6}.*\n)*/, ''],
      'CLAIMS_INVALID',
      /"compat" has nothing/,
    ),
  );
  it(
    'are refused when checks are called unmeasurable',
    refused(
      'claims',
      ['    differs: [kernel]', '    unmeasurable: never\n    differs: [kernel]'],
      'CLAIMS_INVALID',
      /has checks and says that it cannot/,
    ),
  );
  it('name scenarios, apps, metrics and systems that exist', async () => {
    const catalogue = await builtinSystems();
    for (const { id, checks } of await loadClaims()) {
      for (const { cell, pair } of checks) {
        const scenario = await builtinScenarios.load(cell.scenario);
        assert.ok(scenario.apps.includes(cell.app), `${id}: ${cell.app}`);
        assert.ok(
          scenario.metrics.some(({ name }) => name === cell.metric),
          `${id}: ${cell.metric}`,
        );
        for (const system of [pair.system, pair.baseline]) {
          assert.doesNotThrow(() => catalogue.resolve(catalogue.nameFor(system, cell.app)), id);
        }
      }
    }
  });
  it('are chosen by name, in the order of the file', async () => {
    const chosen = chooseClaims(await loadClaims(), ['memory', 'image-size']);
    assert.deepEqual(
      chosen.map(({ id }) => id),
      ['image-size', 'memory'],
    );
  });
  it('are not chosen by a name that nobody knows', async () => {
    const claims = await loadClaims();
    await failsWith(() => chooseClaims(claims, ['memori']), 'CLAIM_UNKNOWN', EXIT.usage, /"memori"/);
  });
});

describe('published values', () => {
  it(
    'are refused with a unit that nobody knows',
    refused('published', ['unit: ms', 'unit: s'], 'YAML_INVALID', /published\.yaml:\d+:\d+: .*unit" is "s"/),
  );
  it(
    'are refused without their baseline',
    refused(
      'published',
      ['baseline: microvm\n            unit', 'baseline: micro\n            unit'],
      'PUBLISHED_INVALID',
      /no value of its baseline "micro"/,
    ),
  );
  it('are one chart for each figure of the evaluation', async () => {
    const { figures } = await loadPublished();
    assert.deepEqual(
      figures.map(({ id }) => id),
      ['image-size', 'boot-time', 'memory', 'syscalls', 'throughput'],
    );
  });
});
