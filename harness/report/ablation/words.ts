// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, Difference, PriceTable } from '../../ablation/result.js';
import { groupBy } from '../../core/group-by.js';
import type { Unit } from '../../metric/types.js';
import type { LeftOut, PlannedKernel } from '../../plan/ablation.js';
import { clockMeaning, directionWords } from '../format/clock.js';
import { ratioWords } from '../format/comparison.js';
import { scaleOf, withUnit } from '../format/scale.js';
import { problemWords } from '../model/problem.js';

/** Headline of every form. */
export function headline({ from, to }: AblationDocument): string {
  return `The price list of the kernel: from ${from} to ${to}, category by category`;
}

/** Title of a table and of its chart. */
export function tableTitle({ series, base, title }: PriceTable): string {
  return series === 'add'
    ? `${title}: each category alone on top of ${base.system}`
    : `${title}: each category alone taken from ${base.system}`;
}

/** What the reader of all tables must know, one sentence each. */
export function introduction(document: AblationDocument): string[] {
  const { clock, categories, from, to } = document;
  const options = categories.reduce((sum, one) => sum + one.options.length, 0);
  return [
    clockMeaning({ clock }),
    `${from} and ${to} differ in ${options} options of ${categories.length} categories. A price is the value of a kernel that differs in one category, less that of the kernel without the change; below zero the value came down.`,
    'Categories depend on each other: an option that needs another category is left out when its own comes alone, and what Kconfig brings along is part of the price. So the prices need not add up to the whole; what is missing is the work of categories together.',
    ...document.left.flatMap(({ series, categories: left }) =>
      left.length === 0
        ? []
        : [
            `Not measured in this run (${series === 'add' ? 'put on top' : 'taken away'}): ${left.join(', ')}.`,
          ],
    ),
  ];
}

/** A value with its unit, in the multiple that suits it. */
export function valueText(value: number, unit: Unit): string {
  return withUnit(value, scaleOf(unit, [value]));
}

/** A change with its sign: `+1.02 MB`, `−310 req/vs`, `0 vns`. */
export function changeText(change: number, unit: Unit): string {
  const size = valueText(Math.abs(change), unit);
  return change === 0 ? size : `${change < 0 ? '\u2212' : '+'}${size}`;
}

/** A difference in words: `+1.02 MB, 32 % larger (1.32×)`. */
function differenceText({ difference, ratio }: Difference, table: PriceTable): string {
  return `${changeText(difference, table.unit)}, ${ratioWords(ratio, table)}`;
}

/** Lines under the title of a table: which way is better, what zero is, what the whole is and what the prices come to. */
export function explanation(table: PriceTable): string[] {
  const { direction, base, whole, unit, sum } = table;
  const zero = base.value === undefined ? 'could not be measured' : valueText(base.value, unit);
  const all =
    whole.difference === undefined
      ? `${whole.system} as a whole: ${whole.obstacle === undefined ? 'no value' : problemWords(whole.obstacle)}`
      : `${whole.system} as a whole: ${differenceText(whole.difference, table)}`;
  return [
    `${directionWords(direction)} · 0 = ${base.system}, ${zero}`,
    sum === undefined
      ? all
      : `${all}; prices together ${changeText(sum.difference, unit)}, rest ${changeText(sum.remainder, unit)}`,
  ];
}

/** How much of a category is in the kernel: `56 of 64 options`. */
export function takenText({ taken, options }: { taken: number; options: number }): string {
  return taken === options ? counted(options) : `${taken} of ${counted(options)}`;
}

function counted(options: number): string {
  return `${options} ${options === 1 ? 'option' : 'options'}`;
}

/** What became of a category in Kconfig, one sentence each; empty when it came whole and alone. */
export function kconfigText(document: AblationDocument, kernel: PlannedKernel): string[] {
  const { leftOut, followed, series } = kernel;
  const named = (names: readonly string[]): string => names.join(', ');
  const needing = leftOut.filter(({ needs }) => needs.length > 0);
  const others = leftOut.filter(({ needs }) => needs.length === 0);
  return [
    ...(needing.length === 0
      ? []
      : [
          `${needing.length} of ${counted(optionsOf(document, kernel))} need other categories: ${needsText(document, needing)}. Left out: ${named(needing.map(({ name }) => name))}.`,
        ]),
    ...(others.length === 0
      ? []
      : [
          `${others.length} of ${counted(optionsOf(document, kernel))} ${series === 'add' ? 'were not taken: they follow options of other categories' : 'stayed: options of other categories select or decide them'}: ${named(others.map(({ name }) => name))}.`,
        ]),
    ...(followed.length === 0
      ? []
      : [
          `${counted(followed.length)} outside changed with it: ${named(followed.map(({ name, from, to }) => `${name} ${from} to ${to}`))}.`,
        ]),
  ];
}

function optionsOf({ categories }: AblationDocument, { category }: PlannedKernel): number {
  return categories.find(({ name }) => name === category)?.options.length ?? 0;
}

/** Categories that are needed, each with the options: `hardware (ACPI, PCI)`. */
function needsText({ categories }: AblationDocument, leftOut: readonly LeftOut[]): string {
  const wanted = [...new Set(leftOut.flatMap(({ needs }) => needs))];
  const homeOf = (option: string): string =>
    categories.find((one) => one.options.some(({ name }) => name === option))?.name ?? 'kept';
  return [...groupBy(wanted, homeOf)].map(([home, options]) => `${home} (${options.join(', ')})`).join(', ');
}
