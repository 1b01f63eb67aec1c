// SPDX-License-Identifier: Apache-2.0

/** Text that Markdown shows as it is: at the start of a line, inside one and inside a table cell. */
export function plain(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~#&$]/g, (character) => (character === '&' ? '&amp;' : `\\${character}`))
    .replace(/^([-+=])(?=\s|[-=]*$)/, (mark) => `\\${mark}`)
    .replace(/^(\d+)(?=[.)](?:\s|$))/, (digits) => `${digits}\\`);
}

/** Text in fixed width, as long as it needs, also inside a table cell; nothing for nothing. */
export function code(text: string): string {
  if (text === '') return '';
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const padded = text.startsWith('`') || text.endsWith('`') ? ` ${text} ` : text;
  return `${fence}${padded.replaceAll('|', '\\|')}${fence}`;
}

/** A table; columns whose head ends in `:` are aligned to the right. Cells have to be Markdown already. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = heads.map((name) => name.replace(/:$/, ''));
  const rule = heads.map((name) => (name.endsWith(':') ? '--:' : ':--'));
  return [names, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
