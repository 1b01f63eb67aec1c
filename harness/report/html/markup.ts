// SPDX-License-Identifier: Apache-2.0
import { forHtml } from '../../core/sinks.js';

/** Text that is already HTML. Only {@link html} makes it, so everything else is escaped on its way in. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in an {@link html} template; arrays are written one after the other. */
export type Content = string | number | Markup | readonly Content[];

/** HTML with every inserted text escaped, in element content and in quoted attributes. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(strings.map((part, index) => part + written(contents[index] ?? '')).join(''));
}

function written(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string' || typeof content === 'number') return forHtml(String(content));
  return content.map(written).join('');
}
