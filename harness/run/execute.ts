// SPDX-License-Identifier: Apache-2.0
import { setMaxListeners } from 'node:events';
import { Bench } from 'tinybench';
import { groupBy } from '../core/group-by.js';
import { Semaphore } from '../core/semaphore.js';
import type { Plan, PlanStep } from '../plan/types.js';
import type { RunFolder } from './folder.js';
import type { StepRecord } from './record.js';
import { cellName, stepHistory } from '../plan/durations.js';
import { type StepContext, imagesOf } from './context.js';
import { runStep } from './step.js';

/** What a run needs beside its plan. */
export interface ExecuteOptions extends Omit<StepContext, 'folder' | 'plan'> {
  /** Called after each finished step with its record. */
  onRecord: (record: StepRecord) => void;
  /** Only these steps of the plan; all of them when missing. */
  steps?: readonly PlanStep[] | undefined;
  /** Asked before each round of the wall clock; true ends the work as it is. */
  enough?: (() => boolean) | undefined;
}

/**
 * Makes every step of the plan that has no record yet.
 *
 * Sampling goes through tinybench: one task per cell, one iteration per boot. Under the deterministic clock all tasks run
 * side by side, as many boots at a time as the host has cores, because what else runs on the host cannot show; a task
 * waits for its own kernel only. Under the wall clock nothing may run beside a boot: every kernel is built first, and one
 * round after the other is sampled in the order of the plan.
 * @throws BenchError of a configuration error (exit 2) and whatever stops the whole run; a boot that fails is recorded.
 */
export async function executePlan(folder: RunFolder, plan: Plan, options: ExecuteOptions): Promise<void> {
  const pending: PlanStep[] = [];
  for (const step of options.steps ?? plan.steps) {
    if ((await folder.record(step)) === undefined) pending.push(step);
  }
  if (pending.length === 0) return;
  const order = await beginBuilds(pending, plan, options);
  const slots = new Semaphore(await options.host.slots(plan.clock));
  const { onRecord } = options;
  // Cells that wait for a kernel must not wait for its whole build.
  const giveUp = (): void => {
    for (const images of [options.images, ...(options.revisions?.values() ?? [])]) images.stop();
  };
  for (const round of roundsOf(plan, pending, order)) {
    if (plan.clock === 'wall' && options.enough?.() === true) return;
    await sampleRound(round, { ...options, folder, plan }, { onRecord, giveUp }, slots);
  }
}

/**
 * Begins to build what the steps boot, each revision's by itself; under the wall clock everything is there before the first boot.
 * @returns systems in the order in which they will be ready.
 */
export async function beginBuilds(
  pending: readonly PlanStep[],
  { clock }: Plan,
  options: Pick<StepContext, 'images' | 'revisions'>,
): Promise<string[]> {
  const found = new Set<string>();
  for (const [, steps] of groupBy(pending, ({ revision = '' }) => revision)) {
    const [first] = steps;
    if (first === undefined) continue;
    const images = imagesOf(first, options);
    const order = await images.begin(steps.map(({ system }) => system));
    if (clock === 'wall') for (const system of order) await images.system(system).catch(() => undefined);
    for (const system of order) found.add(system);
  }
  return [...found];
}

/** Steps that are sampled together: everything at once, or round by round under the wall clock. */
export function roundsOf(plan: Plan, pending: readonly PlanStep[], order: readonly string[]): PlanStep[][] {
  if (plan.clock === 'deterministic') {
    const rank = (step: PlanStep): number => order.indexOf(step.system);
    return [[...pending].sort((a, b) => rank(a) - rank(b) || a.n - b.n)];
  }
  const rounds: PlanStep[][] = [];
  for (const step of pending) {
    const current = rounds.at(-1);
    const first = current?.[0];
    if (first?.scenario === step.scenario && first.boot === step.boot) current?.push(step);
    else rounds.push([step]);
  }
  return rounds;
}

/** What becomes of what is sampled. */
export interface SampleOptions extends Pick<ExecuteOptions, 'onRecord'> {
  /** Called when nothing more of it can be made. */
  giveUp: () => void;
}

/** Samples steps on one host, a Bench for each cell. @throws as {@link executePlan}. */
export async function sampleRound(
  steps: readonly PlanStep[],
  context: StepContext,
  options: SampleOptions,
  slots: Semaphore,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  // Every boot listens; none stays longer than it runs.
  setMaxListeners(0, signal, context.signal);
  let fatal: Error | undefined;
  const sampleCell = async (name: string, waiting: PlanStep[]): Promise<void> => {
    const settings = {
      iterations: waiting.length,
      time: 0,
      warmup: false,
      retainSamples: true,
      throws: true,
      signal,
    };
    const bench = new Bench({ name, ...settings });
    const iteration = async (): Promise<{ overriddenDuration: number }> => {
      const step = waiting.shift();
      if (step === undefined) throw new Error(`more iterations than boots in ${name}`);
      // Only waits; a kernel that could not be built is recorded by the step itself.
      await imagesOf(step, context)
        .system(step.system)
        .catch(() => undefined);
      return { overriddenDuration: await slots.run(() => makeRecord(step)) };
    };
    bench.add(name, iteration, { async: true });
    const [task] = await bench.run();
    if (task?.result.state === 'completed')
      await stepHistory.remember(name, Math.round(task.result.latency.mean));
  };
  const makeRecord = async (step: PlanStep): Promise<number> => {
    signal.throwIfAborted();
    const began = performance.now();
    try {
      options.onRecord(await runStep(step, { ...context, signal }));
    } catch (error) {
      // Before the place is free: no other boot begins.
      stop.abort(error);
      throw error;
    }
    return performance.now() - began;
  };
  const running = [...groupBy(steps, cellName)].map(async ([name, waiting]) => {
    try {
      await sampleCell(name, waiting);
    } catch (error) {
      fatal ??= error instanceof Error ? error : new Error('a step failed', { cause: error });
      stop.abort(error);
      options.giveUp();
    }
  });
  await Promise.all(running);
  context.signal.throwIfAborted();
  if (fatal !== undefined) throw fatal;
}
