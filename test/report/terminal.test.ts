// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import { columns } from '../../harness/report/terminal/width.js';
import * as curves from './fixture-curve.js';
import * as bars from './fixture.js';
import { twoKernels } from './fixture-versions.js';

const fixtures = { ...bars, ...curves, twoKernels };

const NAMES = [
  'threeSystems',
  'withFailures',
  'fourteenSystems',
  'singleSystem',
  'wallClock',
  'hostile',
  'fading',
  'fadingInNoise',
  'fadingWithGaps',
  'twoKernels',
] as const;

describe('the terminal summary', () => {
  for (const name of NAMES) {
    for (const width of [30, 40, 60, 80, 140]) {
      it(`of ${name} keeps to ${width} columns`, () => {
        const lines = renderTerminalSummary(fixtures[name](), { color: false, width }).split('\n');
        assert.deepEqual(
          lines.filter((line) => columns(line) > width || line !== line.trimEnd()),
          [],
        );
      });
    }

    it(`of ${name} says the same in colour`, () => {
      const [plain, painted] = [false, true].map((color) =>
        renderTerminalSummary(fixtures[name](), { color, width: 80 }),
      );
      const words = (text = ''): string => stripVTControlCharacters(text).replace(/ +$/gm, '');
      assert.equal(words(painted), words(plain));
      assert.notEqual(painted, plain);
    });
  }

  it('aligns names, values and ratios', () => {
    const text = renderTerminalSummary(fixtures.threeSystems(), { color: false, width: 80 });
    assert.match(
      text,
      /^ {4}microvm {9}20,630 req\/vs {11}baseline {2}█+▌\n {4}lupine-redis {4}25,380 req\/vs {2}23 % more \(1\.23×\) {2}█{24}$/m,
    );
  });

  it('names direction, interval and ends', () => {
    const text = renderTerminalSummary(fixtures.wallClock(), { color: false, width: 120 });
    assert.match(
      text,
      /higher is better; 95 % interval of the paired ratio \(true coverage 97\.8 %, 10 pairs of boots\)/,
    );
    assert.match(text, /lupine-redis +96,355 req\/s +19 % more \(1\.19×\) {2}1\.185× to 1\.202×/);
  });

  it('shows failures with their codes and boots', () => {
    const text = renderTerminalSummary(fixtures.withFailures(), { color: false, width: 80 });
    assert.match(text, /lupine-general {2}could not measure: GUEST_PANIC/);
    assert.match(text, /microvm \(redis\), boots 1, 2, 3: GUEST_PANIC: Kernel panic: no init\./);
  });

  it('puts the numbers below the names on a narrow terminal', () => {
    const text = renderTerminalSummary(fixtures.wallClock(), { color: false, width: 40 });
    assert.match(
      text,
      /^ {4}lupine-redis\n {6}96,355 req\/s {2}19 % more \(1\.19×\)\n {6}1\.185× to 1\.202×$/m,
    );
  });

  it('takes a terminal that reports no columns for one of 80, and one of a few for one of 30', () => {
    const at = (width: number): string =>
      renderTerminalSummary(fixtures.threeSystems(), { color: false, width });
    assert.equal(at(0), at(80));
    assert.equal(at(Number.NaN), at(80));
    assert.equal(at(20), at(30));
  });

  it('writes no line that a CI service takes for a command', () => {
    const run = fixtures.threeSystems();
    const [scenario, ...others] = run.scenarios;
    assert.ok(scenario);
    const title = '::error::x ##[error]y';
    const scenarios = [{ ...scenario, title }, ...others];
    const text = renderTerminalSummary({ ...run, scenarios, notes: ['a ::b'] }, { color: false, width: 80 });
    assert.match(text, /^: :error::x ## \[error\]y$/m);
    assert.doesNotMatch(text, /^\s*::|##\[/m);
  });

  it('says that a run is not complete', () => {
    const text = renderTerminalSummary(
      { ...fixtures.threeSystems(), complete: false },
      { color: false, width: 80 },
    );
    assert.match(text, /This run is not complete/);
  });

  it('lets no escape sequence of a name through', () => {
    assert.doesNotMatch(renderTerminalSummary(fixtures.hostile(), { color: false, width: 80 }), /\u001b/);
  });
});
