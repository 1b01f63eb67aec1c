// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { cellName, seriesName } from './durations.js';
import type { Plan, PlanStep, Shard } from './types.js';

/** Which part of a plan is made: number `index` of `of` parts. */
export type ShardNumber = Pick<Shard, 'index' | 'of'>;

/**
 * Deals names to so many shards: in the order in which they first stand, one to each, and again from the first.
 * @returns those of one shard.
 */
export function dealt(names: readonly string[], { index, of }: ShardNumber): Set<string> {
  return new Set([...new Set(names)].filter((_, at) => at % of === index - 1));
}

/**
 * The part of a plan that one shard makes; it names what the others make. Under the deterministic clock cells are dealt; under the other
 * one all systems of an app in a scenario stay together, because their boots take turns.
 * @throws BenchError `SHARD_EMPTY` (exit 2) for more shards than there is to deal.
 */
export function shardOf(plan: Plan, shard: ShardNumber): Plan {
  const unit = (step: PlanStep): string => (plan.clock === 'wall' ? seriesName(step) : cellName(step));
  const units = plan.steps.map(unit);
  const own = dealt(units, shard);
  if (own.size === 0) throw emptyShard(shard, new Set(units).size);
  const steps = plan.steps.filter((step) => own.has(unit(step)));
  const elsewhere = plan.steps.filter((step) => !own.has(unit(step)));
  return { ...plan, steps, shard: { index: shard.index, of: shard.of, elsewhere } };
}

/** A shard that nothing was dealt to would be a check that is green without having looked. */
export function emptyShard({ index, of }: ShardNumber, units: number): Error {
  return usageError(
    'SHARD_EMPTY',
    `the plan has ${units} part${units === 1 ? '' : 's'} to deal, and there is none for shard ${index}/${of}.`,
    `Make at most ${units} shard${units === 1 ? '' : 's'}.`,
  );
}

/** Every step of the plan that a shard is a part of, in its order; for a whole plan its own. */
export function allSteps({ steps, shard }: Pick<Plan, 'steps' | 'shard'>): PlanStep[] {
  return shard === undefined ? steps : [...steps, ...shard.elsewhere].sort((a, b) => a.n - b.n);
}

/** The plan that a shard is a part of. */
export function wholePlan({ shard, ...plan }: Plan): Plan {
  return { ...plan, steps: allSteps(shard === undefined ? plan : { ...plan, shard }) };
}

/** Why the number of a shard cannot be, a clause; nothing when it can. */
export function shardFault({ steps, shard }: Plan): string | undefined {
  if (shard === undefined) return undefined;
  const { index, of } = shard;
  if (index > of) return `is shard ${index} of ${of}`;
  if (steps.length === 0) return 'has no step';
  return steps.every(({ n }, at) => at === 0 || n > (steps[at - 1]?.n ?? 0))
    ? undefined
    : 'has its steps in disorder';
}
