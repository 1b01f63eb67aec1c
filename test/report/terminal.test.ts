// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import { columns } from '../../harness/report/terminal/width.js';
import * as curves from './fixture-curve.js';
import * as bars from './fixture.js';

const fixtures = { ...bars, ...curves };

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
] as const;

describe('the terminal summary', () => {
  for (const name of NAMES) {
    for (const width of [60, 80, 140]) {
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
      /^ {4}microvm {9}20,630 req\/vs {2}1\.00× {2}█+▌\n {4}lupine-redis {4}25,380 req\/vs {2}1\.23× {2}█{24}$/m,
    );
  });

  it('names direction, interval and ends', () => {
    const text = renderTerminalSummary(fixtures.wallClock(), { color: false, width: 120 });
    assert.match(
      text,
      /higher is better; 95 % interval of the paired ratio \(true coverage 97\.8 %, 10 pairs of boots\)/,
    );
    assert.match(text, /lupine-redis +96,355 req\/s {2}1\.19× {2}1\.185× to 1\.202×/);
  });

  it('shows failures with their codes and boots', () => {
    const text = renderTerminalSummary(fixtures.withFailures(), { color: false, width: 80 });
    assert.match(text, /lupine-general {2}could not measure: GUEST_PANIC/);
    assert.match(text, /microvm \(redis\), boots 1, 2, 3: GUEST_PANIC: Kernel panic: no init\./);
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
