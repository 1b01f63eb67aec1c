// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { priceCategories } from '../../../harness/ablation/prices.js';
import { renderTerminalPrices } from '../../../harness/report/ablation/terminal.js';
import { columns } from '../../../harness/report/terminal/width.js';
import { ABLATION, type Values, ablationRun } from '../../ablation/fixture.js';

const FAILED: Values = { rates: { small: 3e4, large: 2e4, 'small+crypto': 3e4 } };
const rendered = (width: number, values: Values = {}, color = false): string =>
  renderTerminalPrices(priceCategories(ablationRun(values), ABLATION), { width, color });

describe('prices in the terminal', () => {
  for (const width of [30, 40, 60, 80, 120]) {
    it(`fit ${width} columns, with and without numbers`, () => {
      for (const values of [{}, FAILED]) {
        for (const line of rendered(width, values, true).split('\n')) {
          assert.ok(columns(stripVTControlCharacters(line)) <= width, line);
        }
      }
    });
  }
  it('are sorted, with their signs, how much came, and a bar', () => {
    const text = rendered(100);
    assert.match(
      text,
      /Kernel file: each category alone on top of small[^]*ACPI, PCI.* \+2\.00 MB +67 % larger +2 of 4 options +█+\n.*Crypt.* \+0\.50 MB[^]*Jump labels +−100 kB +3\.3 % smaller +1 option +█▏\n/,
    );
  });
  it('name what could not be measured', () => {
    assert.match(rendered(100, FAILED), /Jump labels +could not measure: GUEST_PANIC/);
  });
  it('are the same without colour but for the escape sequences', () => {
    assert.equal(stripVTControlCharacters(rendered(80, {}, true)), rendered(80));
  });
});
