// SPDX-License-Identifier: Apache-2.0
import type { KernelEvent } from '../kernel/events.js';
import type { RawBlock, RawPhase } from '../raw/types.js';
import type { EventCounts, ProfileEvents } from '../types.js';
import { executionsOf } from './counts.js';

type Counted = Record<KernelEvent['kind'], Map<string, number>>;

/** Counts what happens in phases. */
export class EventCounter {
  readonly #events: ReadonlyMap<bigint, KernelEvent>;
  readonly #known = new Map<RawBlock, readonly (readonly [number, KernelEvent])[]>();

  /** @param events by the address whose execution counts them. */
  constructor(events: ReadonlyMap<bigint, KernelEvent>) {
    this.#events = events;
  }

  /**
   * What happened in a phase.
   * @param taskName name of a task by its number.
   */
  eventsOf({ counts, idle, switches }: RawPhase, taskName: (number: number) => string): ProfileEvents {
    const found: Counted = {
      interrupts: new Map(),
      exceptions: new Map(),
      softirqs: new Map(),
      syscalls: new Map(),
    };
    let repeats = 0;
    for (const count of counts) {
      const events = this.#eventsIn(count.block);
      if (events.length === 0 && !count.block.repeats) continue;
      const each = executionsOf(count);
      if (count.block.repeats) repeats += each.at(-1) ?? 0;
      for (const [index, { kind, name }] of events) add(found[kind], name, each[index] ?? 0);
    }
    const between = new Map<string, number>();
    for (const [from, to, times] of switches) add(between, `${taskName(from)} -> ${taskName(to)}`, times);
    return {
      switches: sorted(between),
      interrupts: sorted(found.interrupts),
      exceptions: sorted(found.exceptions),
      softirqs: sorted(found.softirqs),
      syscalls: sorted(found.syscalls),
      ...{ idle, repeats },
    };
  }

  /** Index of each instruction of a block that is an event. */
  #eventsIn(block: RawBlock): readonly (readonly [number, KernelEvent])[] {
    const known = this.#known.get(block);
    if (known !== undefined) return known;
    const found: [number, KernelEvent][] = [];
    let { address } = block;
    for (const [index, size] of block.sizes.entries()) {
      const event = this.#events.get(address);
      if (event !== undefined) found.push([index, event]);
      address += BigInt(size);
    }
    this.#known.set(block, found);
    return found;
  }
}

function add(counts: Map<string, number>, name: string, times: number): void {
  if (times > 0) counts.set(name, (counts.get(name) ?? 0) + times);
}

/** The most frequent first. */
function sorted(counts: ReadonlyMap<string, number>): EventCounts {
  return new Map([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
