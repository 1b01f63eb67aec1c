// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Unit } from '../../harness/metric/types.js';
import { exact, ratioText } from '../../harness/report/format/number.js';
import { forReport } from '../../harness/report/format/for-report.js';
import { scaleOf, withUnit } from '../../harness/report/format/scale.js';
import { slugs } from '../../harness/report/format/slug.js';

const VALUES: [number, Unit, string][] = [
  [6_123_456, 'vns', '6.12 M vns'],
  [812, 'vns', '812 vns'],
  [118_400_000, 'vns', '118 M vns'],
  [3_200_000_000, 'vns', '3.20 G vns'],
  [23_400_000, 'ns', '23.4 ms'],
  [45_600, 'ns', '45.6 µs'],
  [25_380, 'req/vs', '25,380 req/vs'],
  [25_380.4, 'req/s', '25,380 req/s'],
  [860_000, 'bytes', '0.86 MB'],
  [14_905_344, 'bytes', '14.9 MB'],
  [499_000, 'bytes', '499 kB'],
  [21, 'MiB', '21 MiB'],
  [20.5, 'MiB', '20.5 MiB'],
  [1283, 'options', '1,283 options'],
  [0, 'vns', '0 vns'],
];

describe('values', () => {
  for (const [value, unit, text] of VALUES) {
    it(`writes ${value} ${unit} as ${text}`, () =>
      assert.equal(withUnit(value, scaleOf(unit, [value])), text));
  }

  it('share the scale of the smallest', () => {
    const scale = scaleOf('bytes', [860_000, 14_905_344]);
    assert.deepEqual([withUnit(860_000, scale), withUnit(14_905_344, scale)], ['0.86 MB', '14.9 MB']);
  });

  it('keep four decimals when written exactly', () => {
    assert.deepEqual([1234567, 1234.5, 1 / 3, 1e21].map(exact), ['1,234,567', '1,234.5', '0.3333', '1e+21']);
  });
});

describe('ratios', () => {
  const texts: [number, string][] = [
    [1, '1.00×'],
    [1.2302, '1.23×'],
    [0.2103, '0.21×'],
    [0.0341, '0.034×'],
    [0.0012, '0.0012×'],
    [12.34, '12.3×'],
    [1234.5, '1,235×'],
    [9.996, '10.0×'],
    [Number.POSITIVE_INFINITY, '∞×'],
  ];
  for (const [value, text] of texts) it(`are read as ${text}`, () => assert.equal(ratioText(value), text));
});

describe('file names', () => {
  it('are plain, short and never given twice', () => {
    const { unique } = slugs();
    const names = ['Redis/../etc', 'redis ETC', '<>', '', 'x'.repeat(300)].map(unique);
    assert.deepEqual(names, ['redis-etc', 'redis-etc-2', 'chart', 'chart-2', 'x'.repeat(60)]);
  });
});

describe('text for a report', () => {
  it('shows escape sequences, control characters and text that reorders', () => {
    assert.equal(
      forReport('\u001b[31mred\u001b[0m\u0000 a\nb\u202ec\ud800'),
      '\\x1b[31mred\\x1b[0m\\x00 a b\\u{202e}c\\u{d800}',
    );
  });

  it('reaches every text of a structure and leaves the rest', () => {
    assert.deepEqual(forReport({ a: ['x\ty', 1, null], 'k\n': true }), { a: ['x y', 1, null], k: true });
  });
});
