// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { duplicateKey } from '../../harness/core/duplicate-key.js';
import type { JsonValue } from '../../harness/core/json.js';
import { sealedJson, unseal } from '../../harness/core/seal.js';

const twice = (text: string): string | undefined => duplicateKey(text, JSON.parse(text) as JsonValue);

describe('a key that stands twice in JSON', () => {
  for (const [text, key] of [
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1, "\\u0061" : 1}', 'a'],
    ['{"x":[{"b":{},"c":1,"b":{}}]}', 'b'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"":1,"":1}', ''],
    ['{"a\\\\":1,"a\\\\":2}', 'a\\'],
    ['[{"k":"}{\\"k\\":"},{"k":1,"k":2}]', 'k'],
  ] as const)
    it(`is found in ${text}`, () => {
      assert.equal(twice(text), key);
    });
  for (const text of [
    '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}',
    '{"a":"\\"a\\":1","b":"a\\\\"}',
    '["a","a",{"a":"a"}]',
    '{"a":"b","b":"{","c":"}"}',
    '"a"',
    'null',
  ])
    it(`is not seen in ${text}`, () => {
      assert.equal(twice(text), undefined);
    });
  it('makes a sealed file one that was changed, whichever of them the digest is of', () => {
    const sealed = sealedJson({ format: 1, boots: 5 });
    assert.ok(typeof unseal(sealed) === 'object');
    for (const changed of [
      sealed.replace('"boots": 5', '"boots": 7, "boots": 5'),
      sealed.replace('"boots": 5', '"boots": 5, "boots": 5'),
    ])
      assert.equal(unseal(changed), 'its key "boots" stands twice in one object');
    assert.equal(
      unseal(sealed.replace('{', '{"digest": "x",')),
      'its key "digest" stands twice in one object',
    );
  });
});
