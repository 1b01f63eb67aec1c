// SPDX-License-Identifier: Apache-2.0
import { rounded } from '../../../core/numbers.js';
import { visible } from '../../../core/printable.js';
import { type Markup, html } from '../../html/markup.js';
import { layOut } from './layout.js';
import type { FlameNode, Frame } from './types.js';

/** Height of a row, pixels; `reports/flame.js` has the same. */
const ROW = 18;

/** What is narrower has no text before the script has measured it, per cent. */
const LEAST_TEXT = 4;

/** A flame graph to draw. */
export interface FlameFigure {
  /** What it shows, for a reader who only hears the page. */
  label: string;
  root: FlameNode;
  /** Colours in the order of the legend, with what they stand for. */
  colours: Readonly<Record<string, string>>;
  /** Which of them the legend has. */
  legend: 'all' | 'used';
  /** Frames at most. */
  most: number;
}

/** A flame graph, root on top. Without its script it is a picture with tooltips; with it, it can be searched and zoomed into. */
export function flameFigure({ label, root, colours, legend, most }: FlameFigure): Markup {
  const { frames } = layOut(root, most);
  const rows = Math.max(...frames.map(({ row }) => row)) + 1;
  const used = new Set(frames.map(({ colour }) => colour));
  const shown = Object.entries(colours).filter(([colour]) => legend === 'all' || used.has(colour));
  return html`<figure class="flame">
    <div class="flame-bar">
      <label>Search <input type="search" size="18" spellcheck="false" /></label>
      <button type="button" disabled>Whole graph</button>
      <span class="muted">Arrows: move · Enter: zoom · Escape: back · /: search</span>
    </div>
    <output aria-live="polite">${visible(root.about().replace('\n', ': '))}</output>
    <svg role="tree" aria-label="${visible(label)}" height="${rows * ROW}">${frames.map(frameMarkup)}</svg>
    <figcaption>
      ${shown.map(([colour, words]) => html`<span><i class="${colour}"></i>${words}</span> `)}
    </figcaption>
  </figure>`;
}

/** Written without a space too much, which the formatter would add: a page has thousands. */
function frameMarkup({ label, colour, about, left, width, row }: Frame, index: number): Markup {
  // prettier-ignore
  const lines = about.split('\n').map((line, at) => (at === 0 ? line : html`\n${line}`));
  const text = width * 100 < LEAST_TEXT ? '' : html`<text x="3" y="13">${label}</text>`;
  const place = html`x="${percent(left)}" y="${row * ROW}" width="${percent(width)}" height="${ROW - 1}"`;
  const role = html`role="treeitem" aria-level="${row + 1}" tabindex="${index === 0 ? 0 : -1}"`;
  const rect = html`<rect width="100%" height="100%" />`;
  // prettier-ignore
  return html`<svg class="${colour}" ${place} ${role}><title>${lines}</title>${rect}${text}</svg>\n`;
}

function percent(share: number): string {
  return `${rounded(share * 100, 3)}%`;
}
