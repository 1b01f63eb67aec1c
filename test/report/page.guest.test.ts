// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ReportFiles, writeReport } from '../../harness/report/index.js';
import { type Browser, launch, type Page } from '../support/chromium.js';
import { brightness } from '../support/png.js';
import * as curves from './fixture-curve.js';
import * as bars from './fixture.js';

const fixtures = { ...bars, ...curves };

const NAMES = [
  'threeSystems',
  'withFailures',
  'fourteenSystems',
  'wallClock',
  'hostile',
  'fadingWithGaps',
] as const;

describe('the page', function () {
  this.timeout(120_000);
  let folder = '';
  let browser: Browser | undefined;
  const reports = new Map<string, ReportFiles>();

  before(async () => {
    browser = await launch();
    folder = await mkdtemp(join(tmpdir(), 'lupine-bench-page-'));
    for (const name of NAMES) reports.set(name, await writeReport(fixtures[name](), join(folder, name)));
  });

  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const visit = async (name: string, test: (page: Page) => Promise<void>, width = 1000): Promise<void> => {
    const page = await browser?.page();
    assert.ok(page);
    await page.resize(width, 900);
    await page.open(pathToFileURL(reports.get(name)?.html ?? '').href);
    await test(page);
  };

  it('would not get away with a message or a request', async () => {
    const page = await browser?.page();
    await page?.open(`data:text/html,<script>console.warn(1)</script><img src="http://127.0.0.1:9/pixel">`);
    assert.ok((page?.messages.length ?? 0) >= 1);
    assert.equal(page?.requests.length, 2);
  });

  for (const name of NAMES) {
    it(`of ${name} opens without a message and asks for nothing`, () =>
      visit(name, async (page) => {
        await page.evaluate(`document.querySelectorAll('details').forEach((d) => (d.open = true))`);
        assert.deepEqual(page.messages, []);
        assert.equal(page.requests.length, 1);
      }));

    for (const width of [360, 800]) {
      it(`of ${name} does not scroll sideways at ${width} px, also with everything unfolded`, () =>
        visit(
          name,
          async (page) => {
            await page.evaluate(`document.querySelectorAll('details').forEach((d) => (d.open = true))`);
            assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
          },
          width,
        ));
    }
  }

  it('shows the chart for a phone on a phone and the wide one elsewhere', async () => {
    const shown = `[...document.querySelectorAll('figure > div')].slice(0, 2).map((d) => d.offsetHeight > 0)`;
    await visit('threeSystems', async (page) => assert.deepEqual(await page.evaluate(shown), [true, false]));
    await visit(
      'threeSystems',
      async (page) => assert.deepEqual(await page.evaluate(shown), [false, true]),
      360,
    );
  });

  it('is light or dark as the reader likes it', () =>
    visit('threeSystems', async (page) => {
      await page.scheme('light');
      const light = brightness(await page.screenshot());
      await page.scheme('dark');
      const dark = brightness(await page.screenshot());
      assert.ok(light.mean > 200 && light.darkest < 60, JSON.stringify(light));
      assert.ok(dark.mean < 60 && dark.brightest > 200, JSON.stringify(dark));
    }));

  for (const scheme of ['light', 'dark'] as const) {
    it(`has text that can be read in the ${scheme} scheme`, () =>
      visit('withFailures', async (page) => {
        await page.scheme(scheme);
        const colours = await page.evaluate<Record<string, string>>(VARIABLES);
        for (const text of ['ink', 'muted', 'problem', 'link']) {
          for (const ground of ['surface', 'page']) atLeast(4.5, colours, text, ground);
        }
        for (const bar of ['baseline', 'subject', 'other']) atLeast(3, colours, bar, 'surface');
      }));
  }

  it('labels every chart and lets the keyboard unfold every table', () =>
    visit('withFailures', async (page) => {
      const labels = await page.evaluate<string[]>(
        `[...document.querySelectorAll('svg')].map((s) => s.ariaLabel)`,
      );
      assert.equal(labels.length, 4);
      assert.ok(labels.every((label) => label.startsWith('Bar chart: ')));
      const unfolded = await page.evaluate<boolean>(
        `(() => { const s = document.querySelector('summary'); s.focus(); return document.activeElement === s; })()`,
      );
      assert.ok(unfolded);
    }));

  it('says what happened to each system', () =>
    visit('withFailures', async (page) => {
      const text = await page.evaluate<string>('document.body.textContent');
      assert.match(text, /could not measure: GUEST_PANIC\. Kernel panic: no init\./);
      assert.match(text, /could not measure: NO_SAMPLE/);
      assert.match(text, /1 of 3 boots failed: APP_NOT_READY/);
    }));

  it('offers the data and the specification from within itself', () =>
    visit('threeSystems', async (page) => {
      const hrefs = await page.evaluate<string[]>(
        `[...document.querySelectorAll('a[download]')].map((a) => a.href)`,
      );
      assert.equal(hrefs.length, 12);
      const csv = Buffer.from(hrefs[0]?.split(',')[1] ?? '', 'base64').toString();
      const beside = reports.get('threeSystems')?.charts['redis-throughput']?.csv ?? '';
      assert.equal(csv, await readFile(beside, 'utf8'));
    }));

  it('shows hostile names as text', () =>
    visit('hostile', async (page) => {
      assert.equal(await page.evaluate('document.scripts.length'), 0);
      const text = await page.evaluate<string>('document.body.textContent');
      assert.match(text, /<script>alert\(1\)<\/script>/);
      assert.match(text, /<\/style><script>alert\(1\)<\/script>\{\{notes\}\}/);
      assert.match(text, /<\/script> \$& \{\{headline\}\}/);
    }));
});

const VARIABLES = `Object.fromEntries(
  ['ink', 'muted', 'problem', 'link', 'surface', 'page', 'baseline', 'subject', 'other'].map((name) => [
    name,
    getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim(),
  ]),
)`;

function atLeast(least: number, colours: Record<string, string>, one: string, other: string): void {
  const [a, b] = [one, other].map((name) => luminance(colours[name] ?? ''));
  const contrast = (Math.max(a ?? 0, b ?? 0) + 0.05) / (Math.min(a ?? 0, b ?? 0) + 0.05);
  assert.ok(contrast >= least, `${one} on ${other}: ${contrast.toFixed(2)}`);
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255);
  const linear = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}
