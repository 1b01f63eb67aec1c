// SPDX-License-Identifier: Apache-2.0
import { cellName, stepHistory } from '../../plan/durations.js';
import type { Plan, PlanStep } from '../../plan/types.js';
import type { CellQueue, QueueCounts } from '../../queue/types.js';
import { workloadOf } from '../../workload/registry.js';
import type { MemberState } from './member-state.js';
import type { Member } from './member.js';

/** A run on several hosts at a moment. */
export interface FleetState {
  hosts: MemberState[];
  queue: QueueCounts;
  /** Steps of the whole plan. */
  steps: { done: number; total: number };
  /** Seconds that all steps should take which were to be made when this began, on the hosts that are there. */
  expectedSeconds: number;
}

/** What is watched. */
export interface Watched {
  members: readonly Member[];
  queue: CellQueue;
  steps: { done: number; total: number };
  /** Steps that are to be made. */
  pending: readonly PlanStep[];
  plan: Plan;
  /** Called with what is the case now. */
  onState?: ((state: FleetState) => void) | undefined;
}

/** Tells what a fleet does whenever that changes; at most once for all changes of a moment. */
export class FleetWatch {
  readonly #of: Watched;
  #told = true;
  #seconds: number | undefined;

  constructor(of: Watched) {
    this.#of = of;
  }

  /** A step was made. */
  made(): void {
    this.#of.steps.done += 1;
    this.changed();
  }

  /** Something has changed. */
  changed(): void {
    if (this.#of.onState === undefined || !this.#told) return;
    this.#told = false;
    setImmediate(() => void this.#tell().catch(() => undefined));
  }

  async #tell(): Promise<void> {
    const { members, queue, steps, onState } = this.#of;
    this.#seconds ??= await expectedSeconds(this.#of);
    const counts = await queue.counts();
    this.#told = true;
    const hosts = members.map(({ state }) => ({ ...state }));
    const there = hosts.filter(({ is }) => is === 'measuring' || is === 'ready').length;
    const expected = this.#seconds / Math.max(1, there);
    onState?.({ hosts, queue: counts, steps: { ...steps }, expectedSeconds: expected });
  }
}

/** What the steps should take one after the other. */
async function expectedSeconds({ pending, plan }: Watched): Promise<number> {
  const history = await stepHistory.read();
  const usual = new Map(plan.scenarios.map((one) => [one.name, workloadOf(one).expectedSeconds]));
  return pending.reduce((sum, step) => {
    const known = history.get(cellName(step));
    return sum + (known === undefined ? (usual.get(step.scenario) ?? 0) : known / 1000);
  }, 0);
}
