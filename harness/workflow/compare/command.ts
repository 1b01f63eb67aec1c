// SPDX-License-Identifier: Apache-2.0
import { shellWord } from '../../core/shell.js';

/** What an option was given. */
type Given = string | number | boolean | readonly string[] | undefined;

/** How a user makes something again: the command, its names, and the options that were given, each by its name. */
export function commandLine(
  command: 'compare' | 'gate',
  names: readonly string[],
  options: Readonly<Record<string, Given>>,
): string {
  return `lupine-bench ${command} ${optionLine(names, options)}`;
}

/** Names and options as a shell takes them. */
export function optionLine(names: readonly string[], options: Readonly<Record<string, Given>>): string {
  const words = Object.entries(options).flatMap(([name, given]) => optionWords(`--${name}`, given));
  return [...names, ...words].map(shellWord).join(' ');
}

function optionWords(name: string, given: Given): string[] {
  if (given === undefined || given === false) return [];
  if (given === true) return [name];
  // A repeated option means all of them.
  const values = typeof given === 'object' ? given : [String(given)];
  return values.flatMap((value) => [name, value]);
}
