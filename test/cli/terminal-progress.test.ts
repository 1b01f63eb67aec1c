// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { columns as widthOf } from '../../harness/report/terminal/width.js';
import { duration, terminalProgress } from '../../harness/cli/terminal-progress.js';
import { secondsLeft } from '../../harness/core/progress.js';

function recorder(
  live: boolean,
  columns = 60,
): {
  progress: ReturnType<typeof terminalProgress>;
  text: () => string;
  pass: (ms: number) => void;
} {
  let now = 0;
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const progress = terminalProgress({ live, color: false, width: () => columns, now: () => now, write });
  return { progress, text: () => text, pass: (ms) => (now += ms) };
}

describe('progress', () => {
  it('is plain lines, one per stage and ten percent, where nobody watches', () => {
    const { progress, text, pass } = recorder(false);
    for (let done = 0; done < 0.35; done += 0.01) {
      progress.ratio('building', done, 100);
      pass(1000);
    }
    progress.step('writing');
    progress.ratio('building', 0.36, 100);
    assert.deepEqual(
      text()
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/, .*/, '')),
      ['building', 'building: 10 %', 'building: 20 %', 'building: 30 %', 'writing'],
    );
  });
  it('is one rewritten line with the time left on a terminal', () => {
    const { progress, text, pass } = recorder(true);
    progress.ratio('building', 0, 100);
    pass(50_000);
    progress.ratio('building', 0.5, 100);
    progress.note('done with one');
    progress.end();
    assert.match(text(), /50 % building, 50 s left\r\u001b\[2Kdone with one\n$/);
    for (const line of text().split('\r')) assert.ok(line.length <= 60 + 10);
  });
  it('never reaches the last column, however narrow the terminal or wide the characters', () => {
    for (const columns of [20, 40, 60, 80]) {
      const { progress, text } = recorder(true, columns);
      progress.ratio(
        'building 核心核心核心核心核心核心核心核心核心核心核心核心核心核心核心核心核心',
        0.5,
        100,
      );
      const line = text();
      assert.ok(widthOf(line) < columns, line);
      assert.match(line, /50 % building/);
    }
  });
  it('lets nothing through that a terminal or a CI service would obey', () => {
    for (const live of [true, false]) {
      const { progress, text } = recorder(live);
      progress.note('\u001b[31mred\u001b[0m\u0007\n  ::error::x\u202e');
      assert.equal(text(), '\\x1b[31mred\\x1b[0m\\x07\n  : :error::x\\u{202e}\n');
    }
  });
  it('shows what a stage does at the moment, the time left first, and stays one stage', () => {
    const { progress, text, pass } = recorder(true, 30);
    for (const detail of ['1/4 on 2 of 2 hosts, 3 waiting', '2/4 on 2 of 2 hosts, 2 waiting']) {
      progress.ratio('boots', 0.5, 100, detail);
      pass(1000);
    }
    const drawn = text().split('\r\u001b[2K');
    assert.equal(drawn.length, 2);
    for (const line of drawn) {
      assert.match(line, /^ 50 % \d+ s left, \d\/4 on/);
      assert.ok(widthOf(line) < 30, line);
    }
    const plain = recorder(false);
    plain.progress.ratio('boots', 0.1, 100, 'one thing');
    plain.progress.ratio('boots', 0.1, 100, 'another thing');
    assert.equal(
      plain
        .text()
        .split('\n')
        .filter((line) => line !== '').length,
      2,
    );
  });
  it('trusts the estimate at first and the pace later', () => {
    assert.equal(secondsLeft(0, 0, 100), 100);
    assert.equal(Math.round(secondsLeft(90, 0.9, 50)), 9);
  });
  it('says durations as people do', () => {
    assert.deepEqual([0, 45, 200, 3900].map(duration), ['0 s', '45 s', '3 min 20 s', '1 h 05 min']);
  });
});
