// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { canonicalJson, digestOf, prettyJson } from '../../harness/core/json.js';

describe('canonical JSON', () => {
  it('does not depend on the order of keys', () => {
    assert.equal(canonicalJson({ b: 1, a: [true, null, 'x'] }), '{"a":[true,null,"x"],"b":1}');
    assert.equal(digestOf({ a: 1, b: 2 }), digestOf({ b: 2, a: 1 }));
  });
  it('leaves out what is undefined', () => {
    assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
  });
  it('tells different values apart', () => {
    assert.notEqual(digestOf(['1']), digestOf([1]));
  });
  it('writes bigint as text', () => {
    assert.equal(prettyJson({ tsc: 12n }), '{\n  "tsc": "12"\n}\n');
  });
});
