// SPDX-License-Identifier: Apache-2.0
import { textWidth, type Weight } from '../../harness/report/chart/fonts.js';

/** One line of text in an SVG image and the space that it takes. */
export interface TextBox {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Height above and below the base line, as a share of the font size: capitals, digits and descenders. */
const ASCENT = 0.76;
const DESCENT = 0.2;

/** A text with its attributes and content, or the beginning or end of a group. */
const PARTS = /<text\b([^>]*)>(.*?)<\/text>|<(\/?)g\b([^>]*)>/gs;

/** Boxes of all texts, from the bundled font's metrics; understands translations, anchors and lines in tspans. */
export function textBoxes(svg: string): TextBox[] {
  const boxes: TextBox[] = [];
  const origins: [number, number][] = [[0, 0]];
  for (const [, text, content = '', close, group = ''] of svg.matchAll(PARTS)) {
    const origin = origins.at(-1) ?? [0, 0];
    if (text !== undefined) boxes.push(...linesOf(content, text, moved(origin, text)));
    else if (close === '/') origins.pop();
    else origins.push(moved(origin, group));
  }
  return boxes;
}

function moved([x, y]: [number, number], attributes: string): [number, number] {
  const [, dx = '0', dy = '0'] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes) ?? [];
  return [x + Number(dx), y + Number(dy)];
}

function linesOf(content: string, attributes: string, [x, y]: [number, number]): TextBox[] {
  const size = Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1]);
  const weight: Weight = attributes.includes('font-weight="bold"') ? 'bold' : 'normal';
  const spans = [...content.matchAll(/<tspan(?:[^>]*dy="([\d.]+)")?[^>]*>([^<]*)<\/tspan>/g)];
  const lines =
    spans.length > 0
      ? spans.map(([, dy = '0', text = '']) => ({ dy: Number(dy), text }))
      : [{ dy: 0, text: content }];
  let base = y;
  return lines.map((line) => {
    base += line.dy;
    const text = unescape(line.text);
    const width = textWidth(text, size, weight);
    const left =
      x -
      width *
        (attributes.includes('text-anchor="end"')
          ? 1
          : attributes.includes('text-anchor="middle"')
            ? 0.5
            : 0);
    return { text, left, right: left + width, top: base - size * ASCENT, bottom: base + size * DESCENT };
  });
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Pairs of different texts whose boxes share more than half a pixel in both directions. */
export function overlaps(boxes: readonly TextBox[]): [string, string][] {
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => one.text !== other.text && shared(one, other))
      .map((other): [string, string] => [one.text, other.text]),
  );
}

function shared(one: TextBox, other: TextBox): boolean {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > 0.5 && down > 0.5;
}
