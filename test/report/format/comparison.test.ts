// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type Measured, comparison, ratioWords } from '../../../harness/report/format/comparison.js';

const lower = (unit: Measured['unit']): Measured => ({ unit, direction: 'lower' });
const higher = (unit: Measured['unit']): Measured => ({ unit, direction: 'higher' });

describe('a ratio in words', () => {
  const table: [number, Measured, string][] = [
    [0.00973, lower('vns'), '103× faster (0.0097×)'],
    [0.078, lower('ns'), '12.8× faster (0.078×)'],
    [0.41, lower('ms'), '2.44× faster (0.41×)'],
    [0.5, lower('ns'), '2.00× faster (0.50×)'],
    [0.5012, lower('ns'), '2.00× faster (0.50×)'],
    [0.51, lower('ns'), '49 % faster (0.51×)'],
    [0.81, lower('vns'), '19 % faster (0.81×)'],
    [1.5, lower('vns'), '50 % slower (1.50×)'],
    [2.5, lower('ns'), '2.50× slower'],
    [0.81, higher('ns'), '19 % shorter (0.81×)'],
    [1.2, higher('vns'), '20 % longer (1.20×)'],
    [1.361, higher('req/vs'), '36 % more (1.36×)'],
    [0.9, higher('req/s'), '10 % fewer (0.90×)'],
    [2.912, higher('kreq/s'), '2.91× more'],
    [0.25, higher('MB/vs'), '4.00× less (0.25×)'],
    [1.047, higher('MB/s'), '4.7 % more (1.05×)'],
    [0.8, lower('bytes'), '20 % smaller (0.80×)'],
    [0.125, lower('MB'), '8.00× smaller (0.13×)'],
    [1.52, lower('MiB'), '52 % larger (1.52×)'],
    [0.317, lower('options'), '3.15× fewer (0.32×)'],
    [1.1, lower('requests'), '10 % more (1.10×)'],
    [0.7, lower('ratio'), '30 % less (0.70×)'],
    [1.3, higher(''), '30 % more (1.30×)'],
  ];
  for (const [ratio, measured, words] of table) {
    it(`${ratio} of ${measured.unit || 'no unit'}: ${words}`, () => {
      assert.equal(ratioWords(ratio, measured), words);
    });
  }
  const close: [number, string][] = [
    [1, 'no difference (1.000×)'],
    [1.001, '0.10 % larger (1.001×)'],
    [0.9993, '0.07 % smaller (0.9993×)'],
    [1.0004, '0.04 % larger (1.0004×)'],
    [1.00001, '<0.01 % larger (1.0000×)'],
    [0.99996, '<0.01 % smaller (1.0000×)'],
    [0.9899, '1.0 % smaller (0.99×)'],
    [0.9905, '0.95 % smaller (0.991×)'],
  ];
  for (const [ratio, words] of close) {
    it(`close to 1: ${ratio} is ${words}`, () => assert.equal(ratioWords(ratio, lower('bytes')), words));
  }
  const odd: [number, string][] = [
    [0, '100 % faster (0×)'],
    [-0.5, 'below zero (−0.50×)'],
    [Number.POSITIVE_INFINITY, '∞× slower'],
    [1e300, '1e+300× slower'],
  ];
  for (const [ratio, words] of odd) {
    it(`${ratio} does no harm`, () => assert.equal(ratioWords(ratio, lower('ns')), words));
  }
  it('is given with the digits that stand beside it', () => {
    assert.equal(ratioWords(0.3931, lower('bytes'), '0.393×'), '2.54× smaller (0.393×)');
    assert.equal(ratioWords(2.5, lower('bytes'), '2.500×'), '2.500× larger');
    assert.equal(comparison(0.3931, lower('bytes')), '2.54× smaller');
  });
});
