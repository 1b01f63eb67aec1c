// SPDX-License-Identifier: Apache-2.0
import { forMarkdown, forMarkdownCode } from '../../core/sinks.js';

/** Text that is already Markdown. Only {@link marked} and its like make it, so everything else is escaped on its way in. */
export class Markdown {
  constructor(readonly text: string) {}
}

/** What may stand in Markdown; arrays are written one after the other. */
export type MarkdownContent = string | number | Markdown | readonly MarkdownContent[];

/** Markdown with every inserted text escaped, also in a cell. */
export function marked(strings: TemplateStringsArray, ...contents: MarkdownContent[]): Markdown {
  return new Markdown(strings.map((part, index) => part + written(contents[index] ?? '')).join(''));
}

/** Text of fixed width, also in a cell; nothing for nothing. */
export function code(text: string): Markdown {
  return new Markdown(forMarkdownCode(text));
}

/** A list with a line for each. */
export function list(lines: readonly MarkdownContent[]): Markdown {
  return new Markdown(lines.map((line) => `- ${written(line)}`).join('\n'));
}

/** A table; columns whose head ends in `:` are aligned to the right. */
export function table(
  heads: readonly MarkdownContent[],
  rows: readonly (readonly MarkdownContent[])[],
): Markdown {
  const texts = heads.map(written);
  const names = texts.map((name) => name.replace(/:$/, ''));
  const rule = texts.map((name) => (name.endsWith(':') ? '--:' : ':--'));
  const lines = [names, rule, ...rows.map((row) => row.map(written))];
  return new Markdown(lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'));
}

/** Paragraphs, headings and tables with blank lines between; empty ones are left out. */
export function markdownPage(blocks: readonly MarkdownContent[]): string {
  const texts = blocks.map(written).filter((block) => block !== '');
  return `${texts.join('\n\n')}\n`;
}

function written(content: MarkdownContent): string {
  if (content instanceof Markdown) return content.text;
  if (typeof content === 'string' || typeof content === 'number') return forMarkdown(String(content));
  return content.map(written).join('');
}
