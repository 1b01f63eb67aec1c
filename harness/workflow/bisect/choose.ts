// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import type { MetricDeclaration } from '../../metric/types.js';
import type { Scenario } from '../../scenario/types.js';

/** What a bisection measures at each point. */
export interface BisectCell {
  scenario: string;
  system: string;
  app: string;
  metric: MetricDeclaration;
}

/** What the user says of it. */
export interface CellWishes {
  scenario?: string | undefined;
  system?: string | undefined;
  app?: string | undefined;
}

/**
 * The cell of a metric: what the user named, and of the rest the only one that there is.
 * @throws BenchError (exit 2) `METRIC_UNKNOWN`; `BISECT_CHOICE` where there are several, with their names.
 */
export async function chooseCell(
  metric: string,
  { scenario: named, system, app }: CellWishes,
  { scenarios, project }: Environment,
): Promise<BisectCell> {
  const all = named === undefined ? (await scenarios.all()).loaded : [await scenarios.load(named)];
  const having = all.filter((scenario) => metricOf(scenario, metric) !== undefined);
  if (having.length === 0) {
    const known = all.flatMap(({ metrics }) => metrics.map(({ name }) => name));
    throw usageError(
      'METRIC_UNKNOWN',
      `${named === undefined ? 'no scenario' : `the scenario ${named}`} has a metric "${metric}".`,
      suggest(metric, [...new Set(known)].sort()),
    );
  }
  const scenario = only(having, 'scenario', ({ name }) => name);
  const declared = metricOf(scenario, metric);
  if (declared === undefined) throw new Error('a scenario that has the metric');
  const own = project?.systems.map(({ name }) => name) ?? [];
  return {
    scenario: scenario.name,
    system: system ?? only(own.length > 0 ? own : scenario.systems, 'system', (name) => name),
    app: app ?? only(scenario.apps, 'app', (name) => name),
    metric: declared,
  };
}

function metricOf({ metrics }: Scenario, name: string): MetricDeclaration | undefined {
  return metrics.find((one) => one.name === name);
}

function only<Item>(
  items: readonly Item[],
  what: 'scenario' | 'system' | 'app',
  nameOf: (item: Item) => string,
): Item {
  const [first, another] = items;
  if (first !== undefined && another === undefined) return first;
  throw usageError(
    'BISECT_CHOICE',
    `a bisection measures one ${what}, and there are several: ${items.map(nameOf).join(', ')}.`,
    `Name one with --${what}.`,
  );
}
