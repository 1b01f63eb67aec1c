// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { Resvg } from '@resvg/resvg-js';
import { fontFile, textWidth, type Weight, wrap } from '../../harness/report/chart/fonts.js';

/** Width of the ink that resvg draws between two bars, which is the advance of the text in the middle. */
function drawn(text: string, weight: Weight): number {
  const font = { loadSystemFonts: false, fontFiles: [fontFile(weight)], defaultFontFamily: 'DejaVu Sans' };
  const ink = (content: string): number => {
    const body = `<text x="10" y="80" font-size="50" font-weight="${weight}" style="white-space:pre">${content}</text>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="100">${body}</svg>`;
    return new Resvg(svg, { font }).getBBox()?.width ?? 0;
  };
  return ink(`|${text}|`) - ink('||');
}

describe('text widths', () => {
  for (const weight of ['normal', 'bold'] as const) {
    for (const text of [
      'lupine-general+kml+tiny',
      '1.23× 25,380 req/vs',
      'coverage 97.8 % · µs',
      'WMmw iIl1',
    ]) {
      it(`are those of the drawn text: ${weight} ${text}`, () => {
        assert.ok(
          Math.abs(textWidth(text, 50, weight) - drawn(text, weight)) < 2.5,
          `${textWidth(text, 50, weight)}`,
        );
      });
    }
  }

  it('give characters that the font lacks the width of the missing glyph', () => {
    assert.ok(textWidth('漢', 10) > 3);
  });
});

describe('wrap', () => {
  it('keeps lines within the width and words whole', () => {
    const lines = wrap('one two three four', textWidth('one two', 12), 12);
    assert.deepEqual(lines, ['one two', 'three', 'four']);
  });
});
