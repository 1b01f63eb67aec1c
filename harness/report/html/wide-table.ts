// SPDX-License-Identifier: Apache-2.0
import { type Markup, html } from './markup.js';

/** A table that may be wider than a phone. */
export interface WideTable {
  /** What it shows, for a reader who only hears the page. */
  label: string;
  columns: readonly string[];
  /** Columns whose heads stand to the right, above numbers. */
  numbers?: ReadonlySet<string>;
  /** The table's `tbody` elements. */
  bodies: Markup | readonly Markup[];
}

/** The table in a region of its own that scrolls sideways, by keyboard too; the page itself never does. */
export function wideTable({ label, columns, numbers, bodies }: WideTable): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${numbers?.has(column) ? 'number' : 'words'}">${column}</th>`)}
        </tr>
      </thead>
      ${bodies}
    </table>
  </div>`;
}
