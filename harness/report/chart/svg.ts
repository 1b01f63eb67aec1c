// SPDX-License-Identifier: Apache-2.0
import { nearest } from '../../core/numbers.js';
import { forHtml } from '../../core/sinks.js';
import { FONT_STACK } from './fonts.js';

/** CSS variables of `reports/page.css` by the colour that they have on a light page. */
export const VARIABLES = new Map([
  ['#1c2128', 'ink'],
  ['#59636e', 'muted'],
  ['#e3e7eb', 'grid'],
  ['#ffffff', 'surface'],
  ['#8a939d', 'baseline'],
  ['#5257c4', 'subject'],
  ['#5b6570', 'other'],
  ['#a8420c', 'problem'],
  ['#9a6a00', 'published'],
]);

/** Elements that nobody sees. */
const INVISIBLE = [
  /<path class="(?:background|foreground)"[^>]*\/>/g,
  /<(?:line|path|text)[^>]* opacity="0"[^>]*(?:\/>|><\/text>|><title>[^<]*<\/title><\/path>)/g,
  /<text[^>]*\/>/g,
];

/** A tag that begins an element; Vega writes both brackets as entities everywhere else. */
const TAG = /<[a-z][^<>]*>/g;

/** Attributes that change nothing, or that are said once for the whole image. */
const NOISE = [
  / (?:class|role|aria-[a-z]+|pointer-events|xmlns:xlink|version|stroke-miterlimit)="[^"]*"/g,
  / (?:fill-)?opacity="1"/g,
  new RegExp(` font-family="${FONT_STACK}"`, 'g'),
];

/**
 * Vega's SVG as an image for people: one label for the whole, a tooltip on each bar, the font said once, and
 * coordinates with two decimals. Empty groups and invisible marks go; texts stay as they are.
 */
export function tidy(svg: string, label: string): string {
  const titled = svg.replace(
    /<path aria-label="([^"]*)" role="graphics-symbol"([^>]*)\/>/g,
    (_, tip: string, attributes: string) => `<path${attributes}><title>${tip}</title></path>`,
  );
  const visible = INVISIBLE.reduce((text, element) => text.replace(element, ''), titled);
  return withoutEmptyGroups(visible.replace(TAG, (tag) => tidyTag(tag))).replace(
    '<svg ',
    () => `<svg role="img" aria-label="${forHtml(label)}" font-family="${FONT_STACK}" `,
  );
}

function tidyTag(tag: string): string {
  return NOISE.reduce((text, noise) => text.replace(noise, ''), tag).replace(
    /(?<!\d)\d+\.\d{3,}/g,
    (digits) => nearest(digits, 2),
  );
}

/** The image with colours that follow the page's light or dark scheme. */
export function themed(svg: string): string {
  // In tags only: a title may have a colour in quotes too.
  return svg.replace(TAG, (tag) =>
    tag.replace(/"(#[0-9a-f]{6})"/g, (whole, colour: string) => themeColour(whole, colour)),
  );
}

function themeColour(whole: string, colour: string): string {
  const variable = VARIABLES.get(colour);
  return variable === undefined ? whole : `"var(--${variable})"`;
}

function withoutEmptyGroups(svg: string): string {
  const next = svg.replace(/<g(?: [^>]*)?><\/g>/g, '').replace(/<g>((?:(?!<\/?g[ >]).)*)<\/g>/gs, '$1');
  return next === svg ? svg : withoutEmptyGroups(next);
}
