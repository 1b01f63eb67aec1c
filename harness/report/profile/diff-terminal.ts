// SPDX-License-Identifier: Apache-2.0
import { forTerminal } from '../../core/sinks.js';
import type {
  Change,
  FunctionChange,
  PhaseDifference,
  ProfileDifference,
  SubsystemChange,
} from '../../profile/diff/types.js';
import { subsystemWords } from '../../profile/subsystem.js';
import { terminalText, usableWidth } from '../terminal/lines.js';
import { type Style, styles } from '../terminal/style.js';
import { fold } from '../terminal/width.js';
import { type TableColumn, tableLines } from './table.js';
import type { ProfileTerminalOptions } from './terminal.js';
import {
  changeRemark,
  changeText,
  countText,
  differenceTitle,
  phaseChangeWords,
  placeText,
  sideWords,
  signedText,
} from './words.js';

/** What changed, by phase: subsystems first, then functions, the largest change first; no line is wider than the terminal. */
export function renderTerminalDifference(
  difference: ProfileDifference,
  options: ProfileTerminalOptions,
): string {
  const width = usableWidth(options.width);
  const style = styles(options.color);
  const text = (words: string): string[] => fold(forTerminal(words), width);
  return terminalText([
    ...text(differenceTitle(difference)).map(style.strong),
    ...difference.phases.flatMap((phase) => [
      '',
      ...text(phase.name).map(style.strong),
      ...phaseLines(phase, { ...options, width }, style),
    ]),
  ]);
}

function phaseLines(phase: PhaseDifference, { top, width }: ProfileTerminalOptions, style: Style): string[] {
  const faint = (words: string): string[] => fold(words, width - 2).map((line) => `  ${style.faint(line)}`);
  const functions = phase.functions.filter(changed);
  const subsystems = phase.subsystems.filter(changed);
  const rest = functions.slice(top);
  const remainder = rest.reduce((sum, { difference }) => sum + difference, 0);
  return [
    ...faint(phaseChangeWords(phase)),
    ...tableLines(subsystemColumns(phase), subsystems, width, style),
    ...(functions.length === 0 ? [] : ['']),
    ...tableLines(functionColumns(phase), functions.slice(0, top), width, style, changeRemark),
    ...(rest.length === 0
      ? []
      : faint(`${countText(rest.length)} others: ${signedText(remainder)} instructions`)),
  ];
}

/** What changed, or is on one side only. */
function changed({ before, after }: Change): boolean {
  return before !== after;
}

function changeColumn(phase: PhaseDifference) {
  const head = phase.requests === undefined ? 'change' : 'per request';
  return { head, text: (row: Change) => changeText(row, phase), side: 'right' } as const;
}

function subsystemColumns(phase: PhaseDifference): TableColumn<SubsystemChange>[] {
  return [
    changeColumn(phase),
    {
      ...{ head: 'subsystem', side: 'left', flexible: true },
      text: ({ subsystem }) => subsystemWords(subsystem),
    },
    { head: 'functions', text: ({ functions }) => countText(functions), side: 'right', optional: 1 },
  ];
}

function functionColumns(phase: PhaseDifference): TableColumn<FunctionChange>[] {
  return [
    changeColumn(phase),
    { head: 'before', text: ({ before }) => countText(before), side: 'right', optional: 2 },
    { head: 'after', text: ({ after }) => countText(after), side: 'right', optional: 2 },
    { head: 'function', text: ({ name }) => name, side: 'left', flexible: true },
    { head: 'where', text: ({ code }) => placeText(code), side: 'left', optional: 4 },
    { head: 'calls', text: sideWords, side: 'left', optional: 3 },
  ];
}
