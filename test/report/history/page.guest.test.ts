// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HistoryPoint } from '../../../harness/history/types.js';
import { historyPage } from '../../../harness/report/history/page.js';
import { pointAt } from '../../history/fixture.js';
import { longHistory } from '../../history/long.js';
import { type Browser, launch, type Page } from '../../support/chromium.js';
import { inTemp } from '../../support/temp.js';

const HOSTILE = `</pre><script>alert(1)</script><img src="http://127.0.0.1:9/x"> "quoted" & \u202etxt \ud83d\ude80`;

/** Pixels of the first chart that something was drawn on. */
const INKED = `(() => {
  const canvas = document.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count += 1;
  return count;
})()`;

describe('the page of a history', function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  before(async () => (browser = await launch()));
  after(async () => browser?.close());

  const visit = async (points: HistoryPoint[], test: (page: Page) => Promise<void>): Promise<void> =>
    await inTemp(async (dir) => {
      const file = join(dir, 'page.html');
      await writeFile(file, await historyPage(points));
      const page = await browser?.page();
      assert.ok(page);
      await page.resize(1000, 900);
      await page.open(pathToFileURL(file).href);
      await test(page);
    });

  it('draws, asks for nothing and says nothing, in both schemes and on a phone', () =>
    visit(longHistory(60), async (page) => {
      assert.ok((await page.evaluate<number>(INKED)) > 1000);
      await page.scheme('dark');
      await page.resize(360, 800);
      await page.evaluate(`document.querySelectorAll('details').forEach((d) => (d.open = true))`);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360);
      assert.deepEqual(page.messages, []);
      assert.equal(page.requests.length, 1);
    }));

  it('shows what a commit says, and obeys nothing of it', () =>
    visit(
      [...Array(6).keys()].map((n) =>
        pointAt(n, {
          revision: { subject: HOSTILE },
          verdict: 'regression',
          cells: [{ median: n < 3 ? 100 : 200, title: HOSTILE, verdict: 'regression' }],
        }),
      ),
      async (page) => {
        assert.deepEqual(page.messages, []);
        assert.equal(page.requests.length, 1);
        const text = await page.evaluate<string>('document.body.innerText');
        assert.match(text, /<script>alert\(1\)<\/script>/);
        assert.ok(!text.includes('\u202e'));
        await page.evaluate(`document.querySelector('canvas').focus()`);
        await page.press('ArrowLeft');
        const said = await page.evaluate<string>(`document.querySelector('output').textContent`);
        assert.match(
          said,
          /lupine-hello: 200 vns · regression · [0-9a-f]{12} \(2023-11-\d\d\) <\/pre><script>/,
        );
      },
    ));

  it('of 10,000 commits with eight lines is drawn with few elements, as a whole and in part', () =>
    visit(longHistory(10_000), async (page) => {
      await page.evaluate(`document.querySelector('[data-last="100"]').click()`);
      assert.ok((await page.evaluate<number>(INKED)) > 1000);
      assert.ok((await page.evaluate<number>(`document.querySelectorAll('*').length`)) < 2000);
      assert.deepEqual(page.messages, []);
    }));
});
