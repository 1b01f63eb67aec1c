// SPDX-License-Identifier: Apache-2.0
import type { OptionRequest } from '../image/kernel/fragments.js';
import type { Ablation, OptionChange, PlannedCategory } from '../plan/ablation.js';

/** Options that change together on the way from one kernel to another. */
export interface OptionStep {
  /** What tells it from the others: a category's name, or an option's. */
  name: string;
  title: string;
  options: readonly OptionChange[];
  /** Options that are asked for with it, as the other kernel has them, because without them hardly any of it would be taken. */
  along: readonly string[];
}

/** Name of the step with the options that belong to no category. */
export const KEPT = 'kept';

/** What options need, by name: other options, as far as they are known. */
type Needs = ReadonlyMap<string, readonly string[]>;

/**
 * The way from the small kernel to the large one, a category a step: one that others need comes before them. What belongs to no
 * category is the last step, with which the large kernel is reached.
 */
export function categorySteps(
  { categories, kept }: Pick<Ablation, 'categories' | 'kept'>,
  needs: Needs,
): OptionStep[] {
  const home = new Map(categories.flatMap(({ name, options }) => options.map((one) => [one.name, name])));
  const neededBy = ({ options, along = [] }: PlannedCategory): string[] =>
    [...options.flatMap((one) => needs.get(one.name) ?? []), ...along].flatMap(
      (name) => home.get(name) ?? [],
    );
  const byName = new Map(categories.map((one) => [one.name, one]));
  const order = neededFirst([...byName.keys()], (name) => {
    const category = byName.get(name);
    return category === undefined ? [] : neededBy(category);
  });
  const steps = order.flatMap((name): OptionStep[] => {
    const category = byName.get(name);
    return category === undefined ? [] : [{ ...category, along: category.along ?? [] }];
  });
  const others = kept.flatMap(({ options }) => options);
  return others.length === 0
    ? steps
    : [...steps, { name: KEPT, title: 'options that belong to no category', options: others, along: [] }];
}

/** The way through one step, an option at a time: one that others need comes before them. */
export function singleSteps({ options, along }: OptionStep, needs: Needs): OptionStep[] {
  const byName = new Map(options.map((one) => [one.name, one]));
  const order = neededFirst([...byName.keys()], (name) => needs.get(name) ?? []);
  return order.flatMap((name): OptionStep[] => {
    const option = byName.get(name);
    if (option === undefined) return [];
    return [{ name, title: `${name}: ${option.from} to ${option.to}`, options: [option], along }];
  });
}

/**
 * What is asked of Kconfig after so many steps, over what the small kernel asks for.
 * @param values of the large kernel, for what comes along.
 */
export function wishesAfter(
  steps: readonly OptionStep[],
  count: number,
  values: ReadonlyMap<string, string>,
): OptionRequest[] {
  const wishes = new Map<string, OptionRequest>();
  const taken = steps.slice(0, count);
  for (const { name: origin, along } of taken) {
    for (const name of along) wishes.set(name, { name, value: values.get(name) ?? 'n', origin });
  }
  for (const { name: origin, options } of taken) {
    for (const { name, to } of options) wishes.set(name, { name, value: to, origin });
  }
  return [...wishes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names in their order, but each behind those that it needs; of a circle the first one comes first. */
function neededFirst(names: readonly string[], needsOf: (name: string) => readonly string[]): string[] {
  const known = new Set(names);
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || !known.has(name)) return;
    seen.add(name);
    for (const needed of needsOf(name)) visit(needed);
    order.push(name);
  };
  names.forEach(visit);
  return order;
}
