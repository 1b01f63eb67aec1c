// SPDX-License-Identifier: Apache-2.0
import { type ShardNumber, dealt, emptyShard } from '../../plan/shard.js';
import type { Plan } from '../../plan/types.js';
import { type BothSides, type PlannedSide, cellOf } from './sides.js';

/**
 * The part of both sides that a shard compares. Cells are dealt once for both, so that the two sides of one are always in one shard.
 * @param shard missing for all.
 * @throws BenchError `SHARD_EMPTY` (exit 2) for more shards than cells.
 */
export function shardSides<T extends Pick<PlannedSide, 'plan'>>(
  sides: BothSides<T>,
  shard: ShardNumber | undefined,
): BothSides<T> {
  if (shard === undefined) return sides;
  const [base, head] = sides;
  const cells = [...new Set([head, base].flatMap(({ plan }) => plan?.steps.map(cellOf) ?? []))];
  const own = dealt(cells, shard);
  if (own.size === 0) throw emptyShard(shard, cells.length);
  return [
    { ...base, plan: partOf(base.plan, own) },
    { ...head, plan: partOf(head.plan, own) },
  ];
}

/** Undefined where nothing of a plan is left. */
function partOf(plan: Plan | undefined, own: ReadonlySet<string>): Plan | undefined {
  const steps = plan?.steps.filter((step) => own.has(cellOf(step))) ?? [];
  if (plan === undefined || steps.length === 0) return undefined;
  const scenarios = plan.scenarios.filter(({ name }) => steps.some(({ scenario }) => scenario === name));
  return { ...plan, scenarios, steps: steps.map((step, index) => ({ ...step, n: index + 1 })) };
}
