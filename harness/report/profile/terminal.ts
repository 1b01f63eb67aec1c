// SPDX-License-Identifier: Apache-2.0
import { forTerminal } from '../../core/sinks.js';
import { type TopFunction, topFunctions } from '../../profile/top.js';
import type { Profile, ProfilePhase } from '../../profile/types.js';
import { grouped } from '../../core/grouped.js';
import type { TerminalOptions } from '../terminal.js';
import { terminalText, usableWidth } from '../terminal/lines.js';
import { type Style, styles } from '../terminal/style.js';
import { fold } from '../terminal/width.js';
import { eventLines } from './events.js';
import { type TableColumn, tableLines } from './table.js';
import { countText, namedWords, phaseWords, placeText, profileTitle, shareText } from './words.js';

/** How a profile is shown on a terminal. */
export interface ProfileTerminalOptions extends TerminalOptions {
  /** Functions of each phase; the others are one line. */
  top: number;
}

/** The functions with the most instructions of their own, by phase: no line is wider than the terminal. */
export function renderTerminalProfile(profile: Profile, options: ProfileTerminalOptions): string {
  const width = usableWidth(options.width);
  const style = styles(options.color);
  const text = (words: string): string[] => fold(forTerminal(words), width);
  return terminalText([
    ...text(profileTitle(profile)).map(style.strong),
    ...text(namedWords(profile)).map(style.faint),
    ...(profile.notes ?? []).flatMap((note) => text(note).map(style.faint)),
    ...profile.phases.flatMap((phase) => [
      '',
      ...text(phase.name).map(style.strong),
      ...phaseLines(profile, phase, { ...options, width }, style),
    ]),
  ]);
}

function phaseLines(
  profile: Profile,
  phase: ProfilePhase,
  { top, width }: ProfileTerminalOptions,
  style: Style,
): string[] {
  const all = topFunctions(profile, phase);
  const rest = all.slice(top);
  const own = rest.reduce((sum, { self }) => sum + self, 0);
  const others = `${countText(rest.length)} others have ${shareText(own, phase.instructions)}`;
  const faint = (words: string): string[] => fold(words, width - 2).map((line) => `  ${style.faint(line)}`);
  return [
    ...faint(phaseWords(phase)),
    ...tableLines(columnsOf(phase), withSums(all.slice(0, top)), width, style),
    ...(rest.length === 0 ? [] : faint(others)),
    ...eventLines(phase).flatMap(({ kind, total, names }) =>
      fold(`${kind}: ${total}${names.length === 0 ? '' : ` (${names.join(', ')})`}`, width - 2, '  ').map(
        (line) => `  ${line}`,
      ),
    ),
  ];
}

/** A row of the table. */
interface Row extends TopFunction {
  /** Instructions of the function itself and of those above it. */
  sum: number;
}

function withSums(functions: readonly TopFunction[]): Row[] {
  let sum = 0;
  return functions.map((one) => ({ ...one, sum: (sum += one.self) }));
}

function columnsOf({ instructions, requests = 0, tree }: ProfilePhase): TableColumn<Row>[] {
  const number = (head: string, text: (row: Row) => string, optional?: number) =>
    ({ head, text, side: 'right', ...(optional !== undefined && { optional }) }) as const;
  return [
    number('self', ({ self }) => shareText(self, instructions)),
    number('cumulated', ({ sum }) => shareText(sum, instructions), 4),
    ...(tree === undefined
      ? []
      : [number('with calls', ({ total = 0 }) => shareText(total, instructions), 2)]),
    number('instructions', ({ self }) => countText(self), 1),
    ...(requests === 0
      ? []
      : [number('per request', ({ self }) => grouped((self / requests).toFixed(1)), 3)]),
    { head: 'function', text: ({ code }) => code.name, side: 'left', flexible: true },
    { head: 'where', text: ({ code }) => placeText(code), side: 'left', optional: 5 },
  ];
}
