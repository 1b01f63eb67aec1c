// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { comparisonDocument } from '../../../harness/gate/document.js';
import type { MetricComparison } from '../../../harness/gate/types.js';
import { compareMetrics } from '../../../harness/gate/compare.js';
import { readMargins } from '../../../harness/gate/margin.js';
import { showComparison } from '../../../harness/workflow/compare/show.js';
import type { Session } from '../../../harness/workflow/session.js';
import { silent } from '../../../harness/core/progress.js';
import { DETERMINISTIC, cell, runOf } from '../../comparison/fixture.js';
import { inTemp, withEnvironment } from '../../support/temp.js';

/** What GitHub takes of a step. */
const MOST_BYTES = 1024 * 1024;

/** A comparison of so many metrics that became worse. */
function document(count: number) {
  const of = (system: string, value: number) =>
    Array.from({ length: count }, (_, index) =>
      cell(system, [value, value], { ...DETERMINISTIC, metric: `metric.n${index}`, title: `Größe ${index}` }),
    );
  const run = runOf([...of('b', 100), ...of('s', 200)]);
  const metrics: MetricComparison[] = compareMetrics(
    { run, system: 'b' },
    { run, system: 's' },
    readMargins([]),
  );
  return comparisonDocument({ base: 'b', head: 's', clock: 'deterministic', metrics, notes: [] });
}

/** Shows a comparison as in a step whose summary is in a file; gives the exit code and what was noted. */
async function shownInStep(count: number, file: string): Promise<{ exit: number; notes: string[] }> {
  const notes: string[] = [];
  const session: Session = {
    ...{ signal: new AbortController().signal, color: false, width: 100, hint: '' },
    progress: { ...silent, note: (text) => notes.push(text) },
    ...{ print: () => undefined, printReport: () => undefined, printCommands: () => undefined },
  };
  const exit = await withEnvironment('GITHUB_OUTPUT', '', () =>
    withEnvironment('GITHUB_STEP_SUMMARY', file, () =>
      showComparison(document(count), undefined, { format: 'github' }, session),
    ),
  );
  return { exit, notes };
}

describe('the summary of a step', function () {
  this.timeout(60_000);

  it('is cut to what GitHub takes, and says how much is missing', () =>
    inTemp(async (dir) => {
      const file = join(dir, 'summary');
      await writeFile(file, '');
      assert.equal((await shownInStep(10_000, file)).exit, EXIT.regression);
      assert.ok((await stat(file)).size < MOST_BYTES, `${(await stat(file)).size}`);
      const text = await readFile(file, 'utf8');
      assert.match(text, /^## regression: /);
      assert.match(text, /\d+ more/);
    }));
  it('that cannot be written changes no verdict, and is said', () =>
    inTemp(async (dir) => {
      await mkdir(join(dir, 'folder'));
      const { exit, notes } = await shownInStep(1, join(dir, 'folder'));
      assert.equal(exit, EXIT.regression);
      assert.match(notes.join('\n'), /GITHUB_STEP_SUMMARY cannot be written: EISDIR/);
    }));
});
