// SPDX-License-Identifier: Apache-2.0
import { displayPath } from '../core/paths.js';
import type { OptionRequest } from '../image/kernel/fragments.js';
import type { OptionChange, PlannedCategory, PlannedKernel, Series } from '../plan/ablation.js';
import type { LinuxSystem } from '../system/types.js';
import { ABLATION_FILE } from './load.js';

/** One of the two kernels between which the categories lie. */
export interface Side {
  system: LinuxSystem;
  /** What its fragments ask for. */
  requests: OptionRequest[];
  /** Its complete configuration. */
  values: ReadonlyMap<string, string>;
}

/** A kernel with one category more or less, before Kconfig has seen it. */
export interface Variant {
  series: Series;
  category: PlannedCategory;
  /** Name of its system. */
  name: string;
  /** The kernel that it is a variant of. */
  side: Side;
  /** The kernel at the other end. */
  target: Side;
  /** The options of the category with the values of the other kernel. */
  wishes: OptionRequest[];
  /** What a changed option was and should be, in the direction of the series. */
  changes: OptionChange[];
}

/** The kernel that has one category more than the small one, or one less than the large one. */
export function variantOf(series: Series, category: PlannedCategory, from: Side, to: Side): Variant {
  const add = series === 'add';
  const [side, target] = add ? [from, to] : [to, from];
  const changes = add
    ? category.options
    : category.options.map(({ name, from: small, to: large }) => ({ name, from: large, to: small }));
  const origin = `${displayPath(ABLATION_FILE)}: ${category.name}`;
  return {
    ...{ series, category, side, target, changes },
    name: `${side.system.name}${add ? '+' : '-'}${category.name}`,
    wishes: [
      ...changes.map(({ name, to: value }) => ({ name, value, origin })),
      ...(add ? (category.along ?? []) : []).map((name) => ({
        name,
        value: to.values.get(name) ?? 'n',
        origin: `${origin}, along`,
      })),
    ],
  };
}

/**
 * Options that both kernels have alike and that this configuration has otherwise: Kconfig asks for some only when
 * another one is on, and takes what was not asked for as a no.
 */
export function drifted(
  { side, target }: Pick<Variant, 'side' | 'target'>,
  values: ReadonlyMap<string, string>,
): OptionRequest[] {
  const names = new Set([...side.values.keys(), ...target.values.keys(), ...values.keys()]);
  return [...names]
    .map((name) => ({ name, value: side.values.get(name) ?? 'n', origin: 'both kernels' }))
    .filter(({ name, value }) => value === (target.values.get(name) ?? 'n'))
    .filter(({ name, value }) => value !== (values.get(name) ?? 'n'));
}

/**
 * What became of a variant in Kconfig: which options of the category it did not take and what they need, and which
 * options outside changed with it.
 * @param needs what each option needs, by the Kconfig files.
 */
export function outcomeOf(
  { series, category, name, side, target, changes }: Variant,
  values: ReadonlyMap<string, string>,
  needs: ReadonlyMap<string, readonly string[]>,
): PlannedKernel {
  const own = new Set(changes.map((change) => change.name));
  const valueOf = (option: string): string => values.get(option) ?? 'n';
  const refused = changes.filter((change) => valueOf(change.name) !== change.to);
  const names = new Set([...side.values.keys(), ...values.keys()]);
  const followed = [...names]
    .filter((option) => !own.has(option))
    .map((option) => ({ name: option, from: side.values.get(option) ?? 'n', to: valueOf(option) }))
    .filter((change) => change.from !== change.to)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const lacking = (option: string): boolean => target.values.has(option) && !values.has(option);
  const leftOut = refused.map((change) => ({
    name: change.name,
    // Taking away is refused by what selects an option, and that is not written beside it.
    needs: series === 'add' ? reach(change.name, needs, own).filter(lacking).sort() : [],
  }));
  return { series, category: category.name, system: name, leftOut, followed };
}

/** What an option needs, through other options of its category to the first ones outside. */
function reach(
  option: string,
  needs: ReadonlyMap<string, readonly string[]>,
  own: ReadonlySet<string>,
): string[] {
  const seen = new Set<string>([option]);
  const queue = [option];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const next of needs.get(name) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (own.has(next)) queue.push(next);
    }
  }
  return [...seen].filter((name) => name !== option && !own.has(name));
}
