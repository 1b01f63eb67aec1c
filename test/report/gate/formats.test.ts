// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { parseFragment } from 'parse5';
import { comparisonDocument } from '../../../harness/gate/document.js';
import type { ComparisonDocument, MetricComparison } from '../../../harness/gate/types.js';
import { githubAnnotations } from '../../../harness/report/gate/github.js';
import { comparisonJunit } from '../../../harness/report/gate/junit.js';
import { comparisonMarkdown } from '../../../harness/report/gate/markdown.js';
import { renderTerminalComparison } from '../../../harness/report/gate/terminal.js';

const metric = (more: Partial<MetricComparison> = {}): MetricComparison => ({
  ...{ scenario: 'boot', app: 'hello', metric: 'boot.guest', title: 'Boot', unit: 'vns', direction: 'lower' },
  ...{ system: { base: 'mine', head: 'mine' }, margin: 0.001, marginFrom: 'default' },
  ...{ base: { n: 2, median: 100, values: [100, 100] }, head: { n: 2, median: 150, values: [150, 150] } },
  ...{ verdict: 'regression', reason: 'Slower.', ratio: 1.5, low: 1.5, high: 1.5, rules: [] },
  functions: [{ name: 'clear_bss', where: 'arch/x86', before: 1000, after: 51_000 }],
  ...more,
});
const documentOf = (...metrics: MetricComparison[]): ComparisonDocument =>
  comparisonDocument({ base: 'main', head: 'the working tree', clock: 'deterministic', metrics, notes: [] });
const HOSTILE = 'a\n::error::b,c:d%\u001b[31m<script>|@everyone ##[error]';
const hostile = documentOf(metric({ title: HOSTILE, app: HOSTILE, reason: HOSTILE }));

describe('a comparison', () => {
  it('names the functions for a terminal, in lines that fit', () => {
    const text = renderTerminalComparison(documentOf(metric()), { color: false, width: 60 });
    assert.match(text, /^regression: the working tree against main\n/);
    assert.match(text, /\n {2}\+50,000 instructions {2}clear_bss \(arch\/x86\)\n/);
    assert.ok(text.split('\n').every((line) => line.length <= 60));
  });

  it('has an annotation for GitHub of each metric that is worse, the worst first, nine at most, and says how many more there are', async () => {
    const nowhere = (): Promise<undefined> => Promise.resolve(undefined);
    const lines = async (...metrics: MetricComparison[]): Promise<string[]> =>
      (await githubAnnotations(documentOf(...metrics), nowhere)).trimEnd().split('\n');
    const many = (count: number): MetricComparison[] => Array.from({ length: count }, () => metric());
    const counts = await Promise.all(
      [1, 9, 10, 500].map(async (count) => (await lines(...many(count))).length),
    );
    assert.deepEqual(counts, [1, 9, 10, 10]);
    assert.equal((await lines(...many(12))).at(-1), '::error title=lupine-bench::3 more');
    const mixed = await lines(
      metric({ verdict: 'could not measure' }),
      ...many(2),
      metric({ verdict: 'pass' }),
    );
    assert.deepEqual(
      mixed.map((line) => line.split(' ')[0]),
      ['::error', '::error', '::warning'],
    );
    assert.equal((await lines(metric({ verdict: 'pass' })))[0], '');
  });

  it('points at the line that GitHub is told', async () => {
    const place = { file: 'bench/scenarios/a,b:c.yaml', line: 12 };
    const text = await githubAnnotations(documentOf(metric()), () => Promise.resolve(place));
    assert.match(
      text,
      /^::error file=bench\/scenarios\/a%2Cb%3Ac\.yaml,line=12,title=regression%3A Boot::boot\.guest of hello/,
    );
  });

  it('lets no name begin a command, a tag, a mention or a row of its own', async () => {
    const place = { file: HOSTILE, line: 1 };
    const [only, more] = (await githubAnnotations(hostile, () => Promise.resolve(place)))
      .trimEnd()
      .split('\n');
    assert.ok(only !== undefined && more === undefined);
    assert.match(only, /^::error file=[^:,]*,line=1,title=[^:,]*::[^\n]*$/);
    const markdown = comparisonMarkdown(hostile, 60_000);
    assert.doesNotMatch(markdown, /\u001b|(?<!\\)<script|^::|@everyone/m);
    assert.equal(markdown.split('\n').filter((line) => line.startsWith('| regression')).length, 1);
    const xml = comparisonJunit(hostile);
    assert.doesNotMatch(xml, /\u001b|<script/);
    assert.equal(parseFragment(xml).childNodes.length > 0, true);
  });

  it('fits into a comment and a summary, in bytes: rows and notes that do not are counted', () => {
    const many = documentOf(...Array.from({ length: 7000 }, () => metric({ title: 'größer' })));
    const wordy = { ...many, notes: Array.from({ length: 9000 }, (_, n) => `note ${n} ${'ü'.repeat(100)}`) };
    for (const most of [65_536, 1024 * 1024]) {
      for (const one of [many, wordy]) {
        const text = comparisonMarkdown(one, most);
        assert.ok(Buffer.byteLength(text) <= most);
        const count = (start: string): number =>
          text.split('\n').filter((line) => line.startsWith(start)).length;
        assert.match(text, new RegExp(`\\| \\| ${7000 - count('| regression')} more \\|`));
        if (one === wordy) assert.match(text, new RegExp(`^- ${9000 - count('- note')} more notes$`, 'm'));
      }
    }
    assert.doesNotMatch(comparisonMarkdown(documentOf(metric()), 65_536), / more /);
  });

  it('is a suite of JUnit with a failure for what is worse and an error for what is not known', () => {
    const xml = comparisonJunit(
      documentOf(metric(), metric({ verdict: 'inconclusive' }), metric({ verdict: 'pass' })),
    );
    assert.match(xml, /tests="3" failures="1" errors="1"/);
    assert.equal(xml.match(/<testcase /g)?.length, 3);
    assert.match(xml, /<failure message="regression">[^<]*clear_bss[^<]*<\/failure>/);
  });
});
