// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { overlaps, textBoxes } from '../support/svg-text.js';

function texts(...parts: [x: number, y: number, text: string, attributes?: string][]): string {
  const written = parts.map(
    ([x, y, text, attributes = '']) =>
      `<text ${attributes} transform="translate(${x},${y})" font-size="10px">${text}</text>`,
  );
  return `<svg><g transform="translate(100,50)"><g>${written.join('')}</g></g></svg>`;
}

describe('the overlap check', () => {
  it('adds up translations', () => {
    const [box] = textBoxes(texts([1, 2, 'a']));
    assert.deepEqual([box?.left, box?.bottom], [101, 54]);
  });

  it('finds texts that share space', () => {
    assert.deepEqual(overlaps(textBoxes(texts([0, 0, 'long text'], [20, 3, 'other']))), [
      ['long text', 'other'],
    ]);
  });

  it('accepts texts side by side and one above the other', () => {
    assert.deepEqual(overlaps(textBoxes(texts([0, 0, 'ab'], [20, 0, 'cd'], [0, 14, 'ef']))), []);
  });

  it('knows anchors and lines', () => {
    const [box] = textBoxes(texts([0, 0, 'ab', 'text-anchor="end"']));
    assert.equal(box?.right, 100);
    const lines = textBoxes(texts([0, 0, '<tspan>a</tspan><tspan x="0" dy="16">b</tspan>']));
    assert.deepEqual(
      lines.map(({ text, bottom }) => [text, bottom]),
      [
        ['a', 52],
        ['b', 68],
      ],
    );
  });
});
