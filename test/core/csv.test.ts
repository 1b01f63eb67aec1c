// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { toCsv } from '../../harness/core/csv.js';

describe('CSV', () => {
  const texts: [string, string][] = [
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', "'=1+1"],
    ['\u001b[31m=1', '\\x1b[31m=1'],
    ['＝1+1', "'＝1+1"],
    ['\r=1+1', '\\x0d=1+1'],
    ['a "b", c', '"a ""b"", c"'],
    ['two\nlines', 'two lines'],
    ['__proto__', '__proto__'],
  ];
  for (const [text, written] of texts) {
    it(`has ${JSON.stringify(text)} as ${written}`, () => {
      assert.equal(toCsv([{ name: text, value: -1.5 }]), `name,value\n${written},-1.5\n`);
    });
  }
  it('has columns in their order, and a line of names without rows', () => {
    assert.equal(toCsv([{ b: 1, a: 2 }], ['a', 'b']), 'a,b\n2,1\n');
    assert.equal(toCsv([], ['a', 'b']), 'a,b\n');
  });
});
