// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { listFiles } from '../../harness/core/files.js';
import { writeReport } from '../../harness/report/index.js';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { elementsOf, textOf } from '../support/html.js';
import { inTemp } from '../support/temp.js';
import { type CellParts, runOf, same, scenario } from './fixture-parts.js';

const TITLE = "$& $1 $` $' $$";

/** Names that every object has something under, and a title that is a replacement pattern. */
function names(cells: CellParts[], scenarios: readonly string[] = ['__proto__', 'constructor']): RunSummary {
  const named = scenarios.map((name) => scenario(name, TITLE, '', 'toString'));
  const metrics = named.map(({ name }) => ({
    ...{ scenario: name, app: 'valueOf', metric: 'hasOwnProperty.__proto__', title: TITLE },
    ...{ unit: 'vns' as const, direction: 'lower' as const, cells },
  }));
  return runOf('deterministic', named, metrics);
}

const SYSTEMS: CellParts[] = ['toString', '__proto__', 'constructor'].map((system, index) => ({
  system,
  values: same(100 + index),
}));

/** All text files of a written report, one after the other. */
async function written(run: RunSummary): Promise<Map<string, string>> {
  return await inTemp(async (dir) => {
    await writeReport(run, dir);
    const files = (await listFiles(dir)).filter((file) => !file.endsWith('.png'));
    return new Map(
      await Promise.all(files.map(async (file) => [file, await readFile(join(dir, file), 'utf8')] as const)),
    );
  });
}

describe('a report of hostile input', function () {
  this.timeout(60_000);

  it('has names and titles as they are, whatever they mean to a program', async () => {
    const files = await written(names(SYSTEMS));
    const svgs = [...files].filter(([file]) => file.endsWith('.svg')).map(([, text]) => text);
    assert.equal(svgs.length, 2);
    for (const svg of svgs) {
      assert.match(svg, /^<svg role="img" aria-label="Bar chart: \$&amp; \$1 \$` \$&#39; \$\$, 3 systems, /);
      assert.equal(svg.match(/<svg /g)?.length, 1);
      for (const { system } of SYSTEMS) assert.ok(svg.includes(`>${system}</text>`), system);
    }
    const page = files.get('report/index.html') ?? '';
    assert.ok(page.includes('<h2>$&amp; $1 $` $&#39; $$</h2>'));
    assert.ok(files.get('summary.md')?.includes('| constructor | 102 vns | 2.0 % slower (1.02×) |'));
    const terminal = renderTerminalSummary(names(SYSTEMS), { color: false, width: 80 });
    assert.match(terminal, /^ {4}__proto__ +101 vns +1\.0 % slower \(1\.01×\)/m);
  });

  it('keeps the words of a title that look like markup', async () => {
    const run = names(SYSTEMS);
    const words = `a > b fill="#1c2128" opacity="0" < c & <path/> ]]> </g><g></g> {{style}}`;
    const [first, ...others] = run.scenarios;
    assert.ok(first);
    const files = await written({ ...run, scenarios: [{ ...first, title: words }, ...others] });
    const page = elementsOf(files.get('report/index.html') ?? '');
    const titles = page.filter((element) => textOf(element) === words).map(({ nodeName }) => nodeName);
    assert.deepEqual(new Set(titles), new Set(['h2', 'text']));
    const svgs = [...files].filter(([file]) => file.endsWith('.svg')).map(([, text]) => text);
    assert.equal(
      svgs.filter((svg) => elementsOf(svg).some((element) => textOf(element) === words)).length,
      1,
    );
    for (const svg of svgs) assert.ok(new Resvg(svg, { font: { loadSystemFonts: false } }).width > 100);
  });

  it('has no control character and no text that reorders in any of its files', async () => {
    const run = names(SYSTEMS);
    const dirt = '\u001b[31m\u0007\u0000\u009b2J\u202e\u2066\u2028\ufeff';
    const dirty = JSON.parse(
      JSON.stringify(run).replaceAll('toString', `to${JSON.stringify(dirt).slice(1, -1)}String`),
    ) as RunSummary;
    for (const [file, text] of await written(dirty)) {
      assert.doesNotMatch(text, /[^\n\P{Cc}]|[\u2028-\u202e\u2066-\u2069\ufeff]/u, file);
    }
  });

  for (const values of [[5e-324], [2 ** 53 - 1], [0], [-1], [1e-300, 2 ** 53 - 1]]) {
    it(`is drawn with ${values.join(' and ')} beside usual values`, async () => {
      for (const cells of [
        [...SYSTEMS, { system: 'odd', values }],
        [{ system: 'toString', values }, ...SYSTEMS.slice(1)],
      ]) {
        const files = await written(names(cells, ['__proto__']));
        assert.doesNotMatch(files.get('summary.md') ?? '', /NaN|undefined|null/);
        assert.equal([...files.keys()].filter((file) => file.endsWith('.svg')).length, 1);
      }
    });
  }
});
