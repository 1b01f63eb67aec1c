// SPDX-License-Identifier: Apache-2.0
import { type Obstacle, compareSystems, findCell } from '../comparison/index.js';
import { measureError } from '../core/errors.js';
import { rounded } from '../core/numbers.js';
import type { Ablation, Measure, PlannedKernel, Series } from '../plan/ablation.js';
import type { RunSummary } from '../summary/types.js';
import type { AblationDocument, Difference, Price, PriceTable } from './result.js';

/**
 * The prices of a run.
 * @throws BenchError `NOT_IN_RUN` (exit 3) without the kernel that all are compared with; `RATIO_NOT_COMPARABLE` (exit 5) when cells of one metric do not compare.
 */
export function priceCategories(run: RunSummary, ablation: Ablation): AblationDocument {
  const { from, to, kept, categories, kernels, measures } = ablation;
  const series = [...new Set(kernels.map((kernel) => kernel.series))];
  return {
    format: 1,
    ...{ clock: run.clock, host: run.host, complete: run.complete },
    ...{ from, to, kept, categories, kernels },
    left: series.map((one) => ({ series: one, categories: leftOf(ablation, one) })),
    tables: series.flatMap((one) => measures.map((measure) => tableOf(run, ablation, one, measure))),
  };
}

function leftOf({ categories, kernels }: Ablation, series: Series): string[] {
  const measured = kernels.filter((kernel) => kernel.series === series).map(({ category }) => category);
  return categories.map(({ name }) => name).filter((name) => !measured.includes(name));
}

function tableOf(run: RunSummary, ablation: Ablation, series: Series, measure: Measure): PriceTable {
  const { from, to, kernels } = ablation;
  const [base, other] = series === 'add' ? [from, to] : [to, from];
  const found = findCell(run, { ...measure, system: base });
  if ('obstacle' in found) {
    throw measureError(found.obstacle.code, found.obstacle.message, 'Make a new run with `ablate`.');
  }
  const { title, unit, direction, summary } = found.side.cell;
  const value = summary?.median;
  const whole = differenceOf(run, measure, other, base);
  const prices = kernels
    .filter((kernel) => kernel.series === series)
    .map((kernel) => priceOf(run, ablation, kernel, { measure, base }));
  const sum = leftOf(ablation, series).length > 0 ? undefined : sumOf(prices, whole.difference);
  // What costs most comes first; where a category is taken away, what saves most.
  const sign = (direction === 'lower' ? 1 : -1) * (series === 'add' ? 1 : -1);
  const rank = ({ price }: Price): number => (price === undefined ? Infinity : -sign * price.difference);
  return {
    ...{ series, measure, title, unit, direction },
    base: { system: base, ...(value === undefined ? {} : { value }) },
    whole: { system: other, ...whole },
    prices: [...prices].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b))),
    ...(sum === undefined ? {} : { sum }),
  };
}

function priceOf(
  run: RunSummary,
  { categories }: Ablation,
  { category, system, leftOut }: PlannedKernel,
  { measure, base }: { measure: Measure; base: string },
): Price {
  const about = categories.find(({ name }) => name === category);
  const options = about?.options.length ?? 0;
  const { difference: price, obstacle } = differenceOf(run, measure, system, base);
  return {
    ...{ category, title: about?.title ?? category, system, taken: options - leftOut.length, options },
    ...(price === undefined ? {} : { price }),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

function differenceOf(
  run: RunSummary,
  measure: Measure,
  system: string,
  baseline: string,
): { difference?: Difference; obstacle?: Obstacle } {
  const pair = { ...measure, system, baseline };
  const ratio = compareSystems(run, 'ratio', pair);
  if ('obstacle' in ratio) return ratio;
  const difference = compareSystems(run, 'difference', pair);
  if ('obstacle' in difference) return difference;
  const { value, system: own } = difference.measured;
  return { difference: { value: own, difference: decimal(value), ratio: ratio.measured.value } };
}

function sumOf(prices: readonly Price[], whole: Difference | undefined): PriceTable['sum'] {
  if (whole === undefined || prices.some(({ price }) => price === undefined)) return undefined;
  const difference = prices.reduce((sum, { price }) => sum + (price?.difference ?? 0), 0);
  return { difference: decimal(difference), remainder: decimal(whole.difference - difference) };
}

/** Values have three decimals at most; a subtraction in binary must not add any. */
function decimal(value: number): number {
  return rounded(value, 6);
}
