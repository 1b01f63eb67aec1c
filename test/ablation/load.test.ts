// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ABLATION_FILE,
  chooseCategories,
  chooseMeasures,
  loadAblation,
} from '../../harness/ablation/load.js';
import { scenariosOf } from '../../harness/ablation/scenarios.js';
import { EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';
import { builtinScenarios, builtinSystems } from '../support/builtin.js';

/** The file with one thing changed must be refused with this code and text. */
const refused = (from: string | RegExp, to: string, code: string, message: RegExp) => (): Promise<void> =>
  inTemp(async (dir) => {
    const path = join(dir, 'ablation.yaml');
    const text = await readFile(ABLATION_FILE, 'utf8');
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    await writeFile(path, changed);
    await failsWith(loadAblation(path), code, EXIT.usage, message);
  });

describe('declared categories', () => {
  it('are as many as a person can look at', async () => {
    const { categories } = await loadAblation();
    assert.ok(categories.length >= 10 && categories.length <= 16, String(categories.length));
  });
  it('are named like no modifier', async () => {
    const modifiers = (await builtinSystems()).modifiers();
    const { categories } = await loadAblation();
    assert.deepEqual(
      categories.map(({ name }) => name).filter((name) => modifiers.includes(name)),
      [],
    );
  });
  it('are priced by what scenarios measure', async () => {
    const { measures } = await loadAblation();
    const scenarios = await scenariosOf(measures, ['lupine-general', 'microvm'], (name) =>
      builtinScenarios.load(name),
    );
    assert.deepEqual(
      scenarios.flatMap(({ metrics }) => metrics.map(({ name }) => name)).sort(),
      measures.map(({ metric }) => metric).sort(),
    );
  });
  it('are not priced by what a scenario lacks', async () => {
    const measure = { scenario: 'boot', app: 'hello', metric: 'boot.gest' };
    await failsWith(
      scenariosOf([measure], ['microvm'], (name) => builtinScenarios.load(name)),
      'ABLATION_INVALID',
      EXIT.usage,
      /no boot\.gest/,
    );
  });
  it(
    'are refused with an unknown key',
    refused('    paper:', '    papers:', 'YAML_INVALID', /ablation\.yaml:\d+:5: .*unknown key "papers"/),
  );
  it(
    'are refused with a key that stands twice',
    refused(
      '    paper:',
      '    title: again\n    paper:',
      'YAML_SYNTAX',
      /ablation\.yaml:\d+:5: key "title" stands twice/,
    ),
  );
  it(
    'are refused with a name that a system cannot have',
    refused('name: crypto', 'name: crypto keys', 'YAML_INVALID', /"crypto keys", which cannot be used there/),
  );
  it(
    'are refused when two have one name',
    refused('name: crypto', 'name: networking', 'ABLATION_INVALID', /"networking" stands twice/),
  );
  it(
    'are refused with a word that is no option',
    refused('CRYPTO_* ASN1', 'CRYPTO_* ASN-1', 'ABLATION_INVALID', /"crypto" has "ASN-1"/),
  );
  it(
    'are refused with an option in two of them',
    refused('CRYPTO_* ASN1', 'CRYPTO_* SMP', 'ABLATION_INVALID', /has SMP, as the category "crypto" has/),
  );
  it('are chosen by name, in the order of the file', async () => {
    const { categories } = await loadAblation();
    const chosen = chooseCategories(categories, ['mitigations', 'crypto']);
    assert.deepEqual(
      chosen.map(({ name }) => name),
      ['crypto', 'mitigations'],
    );
  });
  it('are suggested for a name that nobody knows, and so are metrics', async () => {
    const { categories, measures } = await loadAblation();
    await failsWith(() => chooseCategories(categories, ['cripto']), 'CATEGORY_UNKNOWN', EXIT.usage, /cripto/);
    await failsWith(
      () => chooseMeasures(measures, ['boot.gest']),
      'METRIC_UNKNOWN',
      EXIT.usage,
      /boot\.gest/,
    );
  });
});
