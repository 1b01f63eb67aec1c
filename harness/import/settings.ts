// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { printable } from '../core/printable.js';
import type { LogKind, SettingRule, Settings } from './types.js';

/** A run of a client whose settings count. */
export interface Used {
  file: { path: string };
  line: number;
  /** Missing when the run could not be read. */
  settings?: Settings;
}

/** A run that could be read. */
type Read = Used & { settings: Settings };

/**
 * The settings that all runs share, for the reader of the report: equal ones as they are, numbers that are only alike by
 * their range.
 * @throws BenchError `IMPORT_NOT_COMPARABLE` (exit 5) when these runs, which become one number, do not share one, naming the first setting that differs, with both places.
 */
export function agreedSettings(runs: readonly Used[], rules: LogKind['rules']): Settings {
  const read = readable(runs);
  for (const name of namesIn(read)) {
    const rule = rules.get(name);
    const first = read.find(({ settings }) => Object.hasOwn(settings, name));
    if (first === undefined) continue;
    const other = read.find(({ settings }) => !alike(name, rule, first.settings, settings));
    if (other !== undefined) throw inOrder(name, first, other, read);
  }
  return shownSettings(runs, rules);
}

/** The settings of runs for a reader, but those that are only compared. */
export function shownSettings(runs: readonly Used[], rules: LogKind['rules']): Settings {
  const read = readable(runs);
  const names = namesIn(read).filter((name) => rules.get(name)?.hidden !== true);
  return Object.fromEntries(names.map((name) => [name, shown(name, read)]));
}

function readable(runs: readonly Used[]): Read[] {
  return runs.filter((run): run is Read => run.settings !== undefined);
}

function namesIn(runs: readonly Read[]): string[] {
  return [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))];
}

/** A setting in which the runs of two systems differ, each being alike. */
export interface ApartSetting {
  name: string;
  /** As a reader sees it; `none` where nothing is said. */
  value: number | string;
  baseline: number | string;
  /** The same with both places. */
  error: BenchError;
}

/** In what the runs of a system were not made like those of its baseline. */
export function settingsApart(
  runs: readonly Used[],
  baseline: readonly Used[],
  rules: LogKind['rules'],
): ApartSetting[] {
  const [mine, theirs] = [readable(runs), readable(baseline)];
  const all = [...theirs, ...mine];
  return namesIn(all).flatMap((name) => {
    const base = theirs.find(({ settings }) => Object.hasOwn(settings, name)) ?? theirs[0];
    if (base === undefined) return [];
    const rule = rules.get(name);
    const other = mine.find(({ settings }) => !alike(name, rule, base.settings, settings));
    if (other === undefined) return [];
    const [value, reference] = [other, base].map(({ settings }) => valueOf(settings, name) ?? 'none');
    return [
      { name, value: value ?? 'none', baseline: reference ?? 'none', error: inOrder(name, base, other, all) },
    ];
  });
}

/** The value of a setting, when it was printed. */
export function valueOf(settings: Settings, name: string): number | string | undefined {
  return ownValue(settings, name);
}

/** For what only some logs tell: those that do not are believed. */
export function equalWhereKnown(name: string): SettingRule {
  return {
    alike: (one, other) => {
      const [left, right] = [valueOf(one, name), valueOf(other, name)];
      return left === undefined || right === undefined || left === right;
    },
  };
}

/** For numbers that are known roughly, as a client rounds them or as an estimate; unknown ones are believed. */
export function near(name: string, { factor, plus = 0 }: { factor: number; plus?: number }): SettingRule {
  return {
    alike: (one, other) => {
      const [left, right] = [valueOf(one, name), valueOf(other, name)];
      if (typeof left !== 'number' || typeof right !== 'number') return true;
      const [low, high] = left < right ? [left, right] : [right, left];
      return high <= low * factor || high - low <= plus;
    },
    hidden: true,
  };
}

function alike(name: string, rule: SettingRule | undefined, one: Settings, other: Settings): boolean {
  return rule === undefined ? valueOf(one, name) === valueOf(other, name) : rule.alike(one, other);
}

function shown(name: string, runs: readonly Read[]): number | string {
  const values = new Set(runs.flatMap(({ settings }) => valueOf(settings, name) ?? []));
  const [first = ''] = values;
  if (values.size < 2) return first;
  const numbers = [...values].map(Number).sort((a, b) => a - b);
  return `${numbers[0] ?? ''} to ${numbers.at(-1) ?? ''}`;
}

function inOrder(name: string, one: Read, other: Read, all: readonly Read[]): BenchError {
  return all.indexOf(one) < all.indexOf(other)
    ? notComparable(name, one, other)
    : notComparable(name, other, one);
}

function notComparable(name: string, one: Read, other: Read): BenchError {
  const value = ({ settings }: Read): string => {
    const found = valueOf(settings, name) ?? 'none';
    return typeof found === 'number' ? `${found}` : printable(found, 100);
  };
  const place = ({ file, line }: Read): string => `${file.path}:${line}`;
  return new BenchError({
    code: 'IMPORT_NOT_COMPARABLE',
    message: `${name} differ: ${value(one)} at ${place(one)}, ${value(other)} at ${place(other)}.`,
    next: 'Import runs of one kind together, and others into a run of their own.',
    exit: EXIT.notComparable,
  });
}
