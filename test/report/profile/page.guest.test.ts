// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { diffProfiles } from '../../../harness/profile/diff/diff.js';
import { writeReport } from '../../../harness/report/index.js';
import { differencePage, profilePage } from '../../../harness/report/profile/page.js';
import { place, profileOf, redisBoot } from '../../profile/fixture.js';
import { type Browser, type Page, launch } from '../../support/chromium.js';
import { brightness } from '../../support/png.js';
import { threeSystems } from '../fixture.js';

const HOSTILE = '</title><script>document.title = "owned"</script><img src="http://127.0.0.1:9/x">';

/** What is focused, the first line of its title. */
const FOCUSED = `document.activeElement.querySelector('title')?.textContent.split('\\n')[0] ?? document.activeElement.tagName`;

/** Names of the frames of the first graph that are shown, with their widths in whole per cent. */
const SHOWN = `[...document.querySelector('figure.flame').querySelectorAll('[role=treeitem]')]
  .filter((frame) => getComputedStyle(frame).display !== 'none')
  .map((frame) => frame.querySelector('title').textContent.split(/[ \\n]/)[0] + ' ' + Math.round(parseFloat(frame.getAttribute('width'))))`;

const SAID = `document.querySelector('figure.flame output').textContent`;

describe('the page of a profile', function () {
  this.timeout(120_000);
  let folder = '';
  let browser: Browser | undefined;

  before(async () => {
    browser = await launch();
    folder = await mkdtemp(join(tmpdir(), 'lupine-bench-flame-'));
    const grown = profileOf({ kernel: [place('start_kernel', 900, [place('clear_bss', 20)])] });
    await writeFile(join(folder, 'profile.html'), await profilePage(redisBoot()));
    await writeFile(
      join(folder, 'hostile.html'),
      await profilePage(profileOf({ load: [place(HOSTILE, 5)] })),
    );
    const difference = await differencePage(diffProfiles(redisBoot(), grown), redisBoot(), grown);
    await writeFile(join(folder, 'difference.html'), difference);
    await writeReport(threeSystems(), folder, [redisBoot()]);
  });

  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const visit = async (name: string, test: (page: Page) => Promise<void>, width = 1000): Promise<void> => {
    const page = await browser?.page();
    assert.ok(page);
    await page.resize(width, 900);
    await page.open(pathToFileURL(join(folder, name)).href);
    await test(page);
    assert.deepEqual(page.messages, []);
    assert.equal(page.requests.length, 1);
  };
  const focusRoot = `document.querySelector('figure.flame [role=treeitem]').focus()`;

  for (const name of ['profile.html', 'difference.html', 'report/index.html', 'hostile.html']) {
    for (const width of [360, 1000]) {
      it(`${name} asks for nothing and does not scroll sideways at ${width} px`, () =>
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

  it('is zoomed and walked through by keyboard', () =>
    visit('profile.html', async (page) => {
      await page.evaluate(focusRoot);
      for (const [key, frame] of [
        ['ArrowDown', 'swapper'],
        ['ArrowDown', 'start_kernel (init/main.c)'],
        ['ArrowDown', 'clear_bss (arch/x86/kernel/head64.c)'],
        ['ArrowRight', 'memblock_add (mm/memblock.c)'],
        ['ArrowRight', 'memblock_add (mm/memblock.c)'],
        ['ArrowLeft', 'clear_bss (arch/x86/kernel/head64.c)'],
        ['ArrowRight', 'memblock_add (mm/memblock.c)'],
      ] as const) {
        await page.press(key);
        assert.equal(await page.evaluate(FOCUSED), frame, key);
      }
      assert.match(await page.evaluate(SAID), /^memblock_add .*: 200 instructions, 20\.0 %; 5 calls$/);
      await page.press('Enter');
      const zoomed = ['kernel 100', 'swapper 100', 'start_kernel 100', 'memblock_add 100'];
      assert.deepEqual(await page.evaluate(SHOWN), zoomed);
      await page.press('ArrowUp');
      assert.equal(await page.evaluate(FOCUSED), 'start_kernel (init/main.c)');
      await page.press('Escape');
      const whole = ['kernel 100', 'swapper 100', 'start_kernel 100', 'clear_bss 70', 'memblock_add 20'];
      assert.deepEqual(await page.evaluate(SHOWN), whole);
      await page.press('Home');
      assert.equal(await page.evaluate(FOCUSED), 'kernel');
    }));

  it('is searched by keyboard, and says what share was found', () =>
    visit('profile.html', async (page) => {
      await page.evaluate(focusRoot);
      await page.press('/');
      assert.equal(await page.evaluate(FOCUSED), 'INPUT');
      for (const key of 'MEM') await page.press(key);
      assert.equal(await page.evaluate(SAID), '1 frame has "MEM": 20.0 % of the graph');
      const hits = `[...document.querySelectorAll('.hit title')].map((title) => title.textContent.split(' ')[0])`;
      assert.deepEqual(await page.evaluate(hits), ['memblock_add']);
      await page.press('Enter');
      assert.equal(await page.evaluate(FOCUSED), 'memblock_add (mm/memblock.c)');
      await page.press('/');
      await page.press('Escape');
      assert.deepEqual(await page.evaluate(hits), []);
      assert.equal(await page.evaluate(FOCUSED), 'memblock_add (mm/memblock.c)');
    }));

  it('is zoomed with the mouse, and shown whole again', () =>
    visit('profile.html', async (page) => {
      const middle = `(() => { const r = [...document.querySelectorAll('[role=treeitem]')].find((f) => f.textContent.startsWith('clear_bss')).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`;
      const [x = 0, y = 0] = await page.evaluate<number[]>(middle);
      await page.click(x, y);
      assert.equal((await page.evaluate<string[]>(SHOWN)).at(-1), 'clear_bss 100');
      const button = `document.querySelector('figure.flame button')`;
      assert.equal(await page.evaluate(`${button}.disabled`), false);
      await page.evaluate(`${button}.click()`);
      assert.equal((await page.evaluate<string[]>(SHOWN)).at(-1), 'memblock_add 20');
      assert.equal(await page.evaluate(`${button}.disabled`), true);
    }));

  it('gives room to names when they have it', () =>
    visit('profile.html', async (page) => {
      const text = `[...document.querySelectorAll('figure.flame')][1].querySelector('[aria-level="5"] text')?.textContent ?? ''`;
      assert.equal(await page.evaluate(text), 'vfs_read');
    }));

  it('tells a screen reader what each frame is, and where it stands', () =>
    visit('profile.html', async (page) => {
      const graphs = await page.names('tree');
      assert.deepEqual(graphs, [
        'Flame graph of kernel: 1,000 instructions, 100.0 % of them in the kernel',
        'Flame graph of load: 630 instructions, 20.6 % of them in the kernel',
      ]);
      const frames = await page.names('treeitem');
      assert.equal(frames.length, 14);
      assert.match(
        frames[3] ?? '',
        /^clear_bss \(arch\/x86\/kernel\/head64\.c\)\s700 instructions, 70\.0 %; 1 call$/,
      );
      const level = `document.querySelectorAll('[role=treeitem]')[3].getAttribute('aria-level')`;
      assert.equal(await page.evaluate(level), '4');
    }));

  it('shows where the focus is', () =>
    visit('profile.html', async (page) => {
      await page.evaluate(focusRoot);
      await page.press('ArrowDown');
      const stroke = (element: string): string =>
        `getComputedStyle(${element}.querySelector('rect')).strokeWidth`;
      assert.equal(await page.evaluate(stroke('document.activeElement')), '5px');
      assert.equal(await page.evaluate(stroke(`document.querySelectorAll('[role=treeitem]')[2]`)), '1px');
    }));

  it('can be entered once with Tab, whatever was focused last', () =>
    visit('profile.html', async (page) => {
      await page.evaluate(focusRoot);
      await page.press('ArrowDown');
      const stops = `[...document.querySelector('figure.flame').querySelectorAll('[role=treeitem]')].filter((f) => f.tabIndex === 0).length`;
      assert.equal(await page.evaluate(stops), 1);
    }));

  it('runs no script but its own', () =>
    visit('hostile.html', async (page) => {
      assert.equal(await page.evaluate('document.scripts.length'), 1);
      assert.notEqual(await page.evaluate('document.title'), 'owned');
      await page.evaluate(
        `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))`,
      );
      assert.equal(await page.evaluate('window.ran === undefined'), true);
      // The browser says that it refused the script; that is the only message.
      assert.equal(page.messages.splice(0).length, 1);
    }));

  for (const scheme of ['light', 'dark'] as const) {
    it(`is ${scheme} as the reader likes it, with names that can be read`, () =>
      visit('difference.html', async (page) => {
        await page.scheme(scheme);
        const { mean } = brightness(await page.screenshot());
        assert.ok(scheme === 'light' ? mean > 180 : mean < 80, String(mean));
        const least = await page.evaluate<number>(LEAST_CONTRAST);
        assert.ok(least >= 4.5, String(least));
      }));
  }
});

/** The least contrast of the text on any colour of a frame, as WCAG 2 has it. */
const LEAST_CONTRAST = `(() => {
  const style = getComputedStyle(document.documentElement);
  const names = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .flatMap((rule) => /^\\.flame \\.(\\w+)$/.exec(rule.selectorText ?? '')?.[1] ?? [])
    .filter((name) => style.getPropertyValue('--' + name) !== '');
  const light = (hex) => [1, 3, 5].map((at) => parseInt(hex.trim().slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ink = light(style.getPropertyValue('--ink'));
  const contrast = (other) => (Math.max(ink, other) + 0.05) / (Math.min(ink, other) + 0.05);
  if (names.length < 20) return 0;
  return Math.min(...names.map((name) => contrast(light(style.getPropertyValue('--' + name)))));
})()`;
