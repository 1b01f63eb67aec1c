// SPDX-License-Identifier: Apache-2.0
import { appMatrix } from '../model/app-matrix.js';
import type { Section } from '../model/types.js';
import type { Style } from './style.js';
import { columns, left } from './width.js';

/** Columns below which a code could not be told from another. */
const LEAST = 12;

/** Which app works on which system, one line each; nothing for a section with few apps. The reasons stand at the end. */
export function appLines(section: Section, width: number, style: Style): string[] {
  const matrix = appMatrix(section);
  if (matrix === undefined) return [];
  const { title, systems, rows } = matrix;
  const name = Math.max(...rows.map(({ app }) => columns(app)));
  const most = Math.floor((width - 4 - name) / systems.length) - 2;
  if (most < LEAST) return [];
  const widest = (index: number): number =>
    Math.max(
      ...rows.map(({ outcomes }) => columns(outcomes[index]?.words ?? '')),
      columns(systems[index] ?? ''),
    );
  const size = systems.map((_, index) => Math.min(most, widest(index)));
  const line = (head: string, cells: readonly string[]): string => `    ${left(head, name)}${cells.join('')}`;
  return [
    `  ${style.strong(title)}  ${style.faint('where an app passed its checks')}`,
    style.faint(
      line(
        '',
        systems.map((system, index) => `  ${left(system, size[index] ?? 0)}`),
      ),
    ),
    ...rows.map(({ app, outcomes }) =>
      line(
        app,
        outcomes.map((outcome, index) => {
          const text = left(outcome?.words ?? '', size[index] ?? 0);
          return `  ${outcome?.works === false ? style.problem(text) : text}`;
        }),
      ),
    ),
  ];
}
