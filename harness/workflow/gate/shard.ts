// SPDX-License-Identifier: Apache-2.0
import { type ShardNumber, dealt, emptyShard } from '../../plan/shard.js';
import type { Plan } from '../../plan/types.js';
import { withoutCells } from './measure.js';
import { cellOf } from './same-image.js';

/** The plans of both sides of a gate. */
export interface SidePlans {
  base: Plan;
  head: Plan;
}

/**
 * The part of both sides that a shard compares. Cells are dealt once for both, so that the two sides of one are always in one shard.
 * @param shard missing for all.
 * @throws BenchError `SHARD_EMPTY` (exit 2) for more shards than cells.
 */
export function shardSides({ base, head }: SidePlans, shard: ShardNumber | undefined): SidePlans {
  if (shard === undefined) return { base, head };
  const cells = [...new Set([...head.steps, ...base.steps].map(cellOf))];
  const own = dealt(cells, shard);
  if (own.size === 0) throw emptyShard(shard, cells.length);
  const others = new Set(cells.filter((cell) => !own.has(cell)));
  const part = (plan: Plan): Plan => withoutCells(plan, others) ?? { ...plan, scenarios: [], steps: [] };
  return { base: part(base), head: part(head) };
}
