// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REVIEWED, anyTexts, textsIn } from './schema-texts.js';

describe('the texts of YAML files', () => {
  it('have a pattern or a list of values each, or stand in the list of those that were looked at', async () => {
    assert.deepEqual((await anyTexts()).sort(), Object.keys(REVIEWED).sort());
  });

  it('would be missed without one, also in lists, unions and names of maps', () => {
    const text = { type: 'string' };
    const definition = {
      type: 'object',
      properties: {
        plain: text,
        list: { type: 'array', items: text },
        either: { anyOf: [{ type: 'number' }, { type: ['string', 'null'] }] },
        map: { type: 'object', additionalProperties: { type: 'number' } },
        fine: { type: 'string', enum: ['a'] },
        named: {
          type: 'object',
          additionalProperties: { type: 'string', pattern: 'x' },
          propertyNames: { pattern: 'x' },
        },
      },
    };
    assert.deepEqual(textsIn(definition, 'A'), ['A.plain', 'A.list', 'A.either', 'A.map (names)']);
  });
});
