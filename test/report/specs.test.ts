// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import { VARIABLES } from '../../harness/report/chart/svg.js';

const FOLDER = new URL('../../../reports/', import.meta.url);
const require = createRequire(import.meta.url);

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

describe('the files in reports/', function () {
  this.timeout(60_000);
  let ajv: Ajv | undefined;

  const against = (definition: string): ValidateFunction => {
    assert.ok(ajv);
    return ajv.compile({ $ref: `vega-lite#/definitions/${definition}` });
  };

  before(() => {
    // Vega-Lite's schema is large, and no more than a few files are checked against it: what makes checking fast costs seconds here.
    ajv = new Ajv({
      ...{ strict: false, validateFormats: false },
      ...{ inlineRefs: false, code: { optimize: false } },
    });
    ajv.addSchema(require('vega-lite/vega-lite-schema.json') as object, 'vega-lite');
  });

  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.vl.json'))) {
    it(`${name} follows the schema that it names`, () => {
      const validate = against('TopLevelFacetSpec');
      assert.ok(validate(JSON.parse(read(name))), JSON.stringify(validate.errors?.slice(0, 3)));
    });
  }

  it('theme.json is a configuration of Vega-Lite', () => {
    const validate = against('Config');
    assert.ok(validate(JSON.parse(read('theme.json'))), JSON.stringify(validate.errors?.slice(0, 3)));
  });

  it('use colours that the page can darken, with the same value on a light page', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
    const used = new Set(files.flatMap((file) => read(file).match(/#[0-9a-f]{6}\b/g) ?? []));
    assert.deepEqual([...used].sort(), [...VARIABLES.keys()].sort());
    for (const [colour, name] of VARIABLES)
      assert.ok(read('page.css').includes(`--${name}: ${colour};`), name);
  });
});
