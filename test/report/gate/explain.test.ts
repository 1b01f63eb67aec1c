// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { comparisonDocument } from '../../../harness/gate/document.js';
import type { MetricComparison } from '../../../harness/gate/types.js';
import { explainText } from '../../../harness/report/gate/explain.js';
import { renderTerminalComparison } from '../../../harness/report/gate/terminal.js';
import { exactly, timed } from '../../gate/fixture.js';

const about = { base: 'main', head: 'the working tree', notes: [], command: 'lupine-bench gate boot' };
const HOSTILE = 'a\u001b[31m\nverdict  pass';

describe('why a metric has its verdict', () => {
  it('is samples, pairs, interval, margin, control, every rule and the command', () => {
    const metrics = [timed(1.1)];
    const text = explainText(comparisonDocument({ ...about, clock: 'wall', metrics }), 'run/comparison.json');
    for (const words of [
      /^the working tree against main, wall clock \(run\/comparison\.json\)$/m,
      /^ {2}verdict +regression: /m,
      /^ {2}samples of the base +20: /m,
      /^ {2}pairs +20: 1\.\d{4}×, /m,
      /^ {2}interval +1\.\d{4}× to 1\.\d{4}×, around 1\.1/m,
      /^ {2}margin +1 % in the bad direction, from the default; ns, lower is better$/m,
      /^ {2}base against itself +no difference: .* 10 pairs$/m,
      /^ {2}head against itself +no difference: /m,
      /^ {2}smallest effect +1\.\d+ % worse would have been seen/m,
      /^ {2}rule holds +at least 5 pairs of boots that took turns: 20 pairs$/m,
      /^ {2}rule fails +a maintainer accepted it against this base: nobody did$/m,
      /^ {2}false alarms +Each side against itself .* 0 of 2 comparisons: false alarms are 0 % to /m,
      /^ {2}again +lupine-bench gate boot$/m,
    ])
      assert.match(text, words);
  });
  it('lets no text begin a line of its own', () => {
    const metric: MetricComparison = { ...exactly([1, 1], [2, 2]), title: HOSTILE, reason: HOSTILE };
    const document = comparisonDocument({
      ...about,
      base: HOSTILE,
      clock: 'deterministic',
      metrics: [metric],
    });
    const text = explainText({ ...document, command: HOSTILE }, 'f');
    assert.doesNotMatch(text, /\u001b|^verdict/m);
  });
});

describe('what stands beside a verdict', () => {
  const shown = (...metrics: MetricComparison[]): string =>
    renderTerminalComparison(comparisonDocument({ ...about, clock: 'wall', metrics }), {
      ...{ color: false, width: 300 },
    });

  it('has the measured rate of false alarms, and the smallest effect that would have been seen', () => {
    const text = shown(timed(1), timed(1, 'boot.ready'));
    assert.match(text, /0 of 4 comparisons: false alarms are 0 % to 60\.2365 % of all, 95 % sure\./);
    assert.match(text, /Smallest effect .* four times of five: 1\.\d+ % \(boot\.\w+ of a\) to 1\.\d+ % \(/);
  });
  it('has both sides of a trade', () => {
    const smaller = { ...exactly([500, 500], [400, 400], 'image.kernel'), unit: 'bytes' } as const;
    assert.match(shown(timed(1.1), smaller), /A trade\. Worse: boot\.vmm of a .*slower.*\. Better: image\.kernel of a 20 % smaller/); // prettier-ignore
    assert.doesNotMatch(shown(timed(1.1)), /trade/);
  });
  it('says that nothing was compared, and never that it passed', () =>
    assert.match(shown(), /^could not measure: .*\nNothing was compared, so nothing has passed\./));
});
