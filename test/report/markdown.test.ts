// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { forMarkdown, forMarkdownCode } from '../../harness/core/sinks.js';
import { list, marked, table } from '../../harness/report/markdown/markdown.js';
import { summaryMarkdown } from '../../harness/report/markdown/summary.js';
import { buildModel } from '../../harness/report/model/build.js';
import type { RunSummary } from '../../harness/summary/types.js';
import * as fixtures from './fixture.js';

function markdown(summary: RunSummary): string {
  return summaryMarkdown(buildModel(summary));
}

describe('summary.md', () => {
  it('has a row per system with value, ratio, interval and n', () => {
    const text = markdown(fixtures.threeSystems());
    assert.match(text, /^# lupine-redis and lupine-general against microvm$/m);
    assert.match(
      text,
      /\| GET throughput, higher is better \| microvm \| 20,630 req\/vs \| baseline \| {2}\| 3 \|/,
    );
    assert.match(
      text,
      /\| {2}\| lupine-redis \| 25,380 req\/vs \| 23 % more \(1\.23×\) \| exact: identical in 3 boots \| 3 \| identical/,
    );
  });

  it('says what the clock means and where the run was', () => {
    const text = markdown(fixtures.threeSystems());
    assert.match(text, /^Deterministic clock: QEMU counts the instructions of the whole guest/m);
    assert.match(text, /^Host: fixture-host\.$/m);
  });

  it('shows what could not be measured and why', () => {
    const text = markdown(fixtures.withFailures());
    assert.match(text, /\| lupine-general \| could not measure: GUEST\\_PANIC \|/);
    assert.match(text, /\| redis \| lupine-redis \| 2 \| `APP_NOT_READY` \| redis did not answer/);
  });

  it('gives each system its kernel command line, then the provenance', () => {
    const text = markdown(fixtures.threeSystems());
    assert.match(text, /\| microvm \| `console=ttyS0 [^`]*lupine\.system=microvm` \|/);
    assert.match(text, /\| kernel digest \| `sha256:[0-9a-f]{64}` \|/);
  });

  it('has tables whose rows all have as many cells as the head', () => {
    for (const name of ['threeSystems', 'withFailures', 'wallClock', 'hostile'] as const) {
      for (const block of markdown(fixtures[name]()).split('\n\n')) {
        const counts = block.split('\n').map((line) => line.replace(/\\\|/g, '').split('|').length);
        if (block.startsWith('|')) assert.equal(new Set(counts).size, 1, block);
      }
    }
  });

  it('lets no markup through', () => {
    assert.doesNotMatch(markdown(fixtures.hostile()).replace(/`+[^`]*`+/g, ''), /(?<!\\)<script/);
  });

  it('escapes what Markdown would take for its own', () => {
    assert.equal(
      forMarkdown('a_b *c* <d> `e` | f & [g]'),
      'a\\_b \\*c\\* \\<d\\> \\`e\\` \\| f &amp; \\[g\\]',
    );
    assert.equal(forMarkdownCode('`a` ``b'), '``` `a` ``b ```');
    assert.equal(forMarkdownCode(''), '');
    const starts = ['- a', '+ b', '---', '===', '1. c', '2) d', '-5', '1.5 x', '+1 MB'];
    assert.deepEqual(
      starts.map((start) => forMarkdown(start)),
      [...['\\- a', '\\+ b', '\\---', '\\===', '1\\. c', '2\\) d', '-5', '1.5 x', '+1 MB']],
    );
  });

  it('escapes whatever is put into it', () => {
    assert.equal(marked`# ${'a|b'} ${['<', 1]}`.text, '# a\\|b \\<1');
    assert.equal(list(['- x', marked`**y**`]).text, '- \\- x\n- **y**');
    assert.equal(table(['a_b:', 'c'], [['x|y', 2]]).text, '| a\\_b | c |\n| --: | :-- |\n| x\\|y | 2 |');
  });
});
