// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeClaims } from '../../../harness/report/index.js';
import { launch } from '../../support/chromium.js';
import { inTemp } from '../../support/temp.js';
import { claimsReport } from './fixture.js';

describe('the page of claims', function () {
  this.timeout(120_000);

  it('opens in a browser without an error, in light and dark, wide and narrow', () =>
    inTemp(async (dir) => {
      const browser = await launch();
      try {
        const page = await browser.page();
        await writeClaims(await claimsReport(), dir);
        await page.open(pathToFileURL(join(dir, 'report', 'claims.html')).href);
        for (const width of [1000, 360]) {
          await page.resize(width, 900);
          for (const scheme of ['light', 'dark'] as const) await page.scheme(scheme);
        }
        assert.deepEqual(page.messages, []);
      } finally {
        await browser.close();
      }
    }));
});
