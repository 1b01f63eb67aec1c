// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { summaryMarkdown } from '../../harness/report/markdown/summary.js';
import { buildModel } from '../../harness/report/model/build.js';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { type MetricParts, runOf, scenario } from './fixture-parts.js';

const FAILURE = { boot: 1, code: 'APP_EXIT', message: 'the app ended: no | futex' };

const metric = (app: string, name: string, title: string, works: boolean): MetricParts => ({
  scenario: 'apps',
  app,
  metric: name,
  title,
  unit: 'vns',
  direction: 'lower',
  cells: [
    works
      ? { system: 'lupine-base', values: [20_000_000] }
      : { system: 'lupine-base', values: [], failures: [FAILURE] },
    { system: 'lupine-general', values: [25_000_000] },
  ],
});

const run = (apps: readonly string[]): RunSummary =>
  runOf(
    'deterministic',
    [scenario('apps', 'Applications', '', 'lupine-general')],
    apps.flatMap((app) => [
      metric(app, 'boot.ready', 'Until ready', app === 'hello'),
      metric(app, 'boot.guest', 'Until PID 1', app === 'hello'),
    ]),
  );
const FIVE = run(['hello', 'redis', 'nginx', 'golang', 'php']);

describe('what works where', () => {
  it('is a table of apps and systems, with the reason where one does not work', () => {
    const text = summaryMarkdown(buildModel(FIVE));
    assert.match(text, /^### What works where: Until ready$/m);
    assert.match(text, /^\| hello \| works, 20\.0 M vns \| works, 25\.0 M vns \|$/m);
    assert.match(text, /^\| golang \| `APP_EXIT`: the app ended: no \\\| futex \| works, 25\.0 M vns \|$/m);
  });

  it('is lines in the terminal, where there is room', () => {
    const lines = (width: number): string[] =>
      renderTerminalSummary(FIVE, { color: false, width }).split('\n');
    const wide = lines(80);
    assert.ok(wide.includes('            lupine-base  lupine-general'), wide.join('\n'));
    assert.ok(wide.includes('    hello   20.0 M vns   25.0 M vns'));
    assert.ok(wide.includes('    golang  APP_EXIT     25.0 M vns'));
  });

  it('is not said of few apps', () => {
    const few = run(['hello', 'redis']);
    assert.doesNotMatch(summaryMarkdown(buildModel(few)), /What works where/);
    assert.doesNotMatch(renderTerminalSummary(few, { color: false, width: 80 }), /passed its checks/);
  });
});
