// SPDX-License-Identifier: Apache-2.0
import { setMaxListeners } from 'node:events';
import { BenchError, EXIT } from '../../core/errors.js';
import { Semaphore } from '../../core/semaphore.js';
import type { Host } from '../../host/types.js';
import type { PlanStep } from '../../plan/types.js';
import { LocalQueue } from '../../queue/local.js';
import { beginBuilds } from '../execute.js';
import type { RunFolder } from '../folder.js';
import type { FleetRun } from '../options.js';
import { type PlannedBlock, blocksOf, setSeriesApart } from './blocks.js';
import { type OpenBook, bookOf } from './book.js';
import { noHostLeft } from './lost.js';
import { Member } from './member.js';
import { FleetWatch } from './state.js';
import { inTurns } from './turns.js';
import { type FleetWork, workOn } from './work.js';

/**
 * Makes what a run lacks on several hosts. One that fails is taken out, and what it had not finished is made by the others.
 * @throws BenchError `FLEET_LOST` (exit 3) when none is left, `RESUME_CHANGED` (exit 5) when all of them differ from what the run began
 *   with; what else ends a run.
 */
export async function runFleet(run: FleetRun): Promise<void> {
  const { folder, plan, options, fleet } = run;
  const all = await lacking(folder, plan.steps);
  const wanted = options.steps === undefined ? undefined : new Set(options.steps.map(({ n }) => n));
  const pending = wanted === undefined ? all : all.filter(({ n }) => wanted.has(n));
  if (pending.length === 0) return;
  const order = await beginBuilds(pending, plan, options);
  const blocks = await blocksOf(folder, plan, pending, order);
  await freeOfGone(folder, blocks, fleet.hosts);
  const queue = fleet.queue ?? new LocalQueue();
  await queue.add(blocks);
  const members = fleet.hosts.map((host) => new Member(host));
  const steps = { done: plan.steps.length - all.length, total: plan.steps.length };
  const watch = new FleetWatch({ members, queue, steps, pending, plan, onState: fleet.onState });
  const work: Shared = {
    ...{ folder, plan, queue, members, images: options.images, revisions: options.revisions },
    ...{ blocks: new Map(blocks.map((one) => [one.id, one])), enough: options.enough, noisy: fleet.noisy },
    onChange: () => {
      watch.changed();
    },
    onNote: (text) => {
      options.progress.note(text);
    },
    onRecord: (record) => {
      watch.made();
      options.onRecord?.(record, steps.done, steps.total);
    },
  };
  const over = async (): Promise<boolean> => {
    const { waiting, active } = await queue.counts();
    return waiting + active === 0 || options.enough?.() === true;
  };
  const open = bookOf(run);
  // What only a host might make that is out by now is left for those that had nothing more to do.
  for (;;) {
    const there = members.filter(({ gone }) => !gone.aborted);
    if (there.length === 0 || (await over())) break;
    await together(there, run, work, open);
  }
  if (await over()) return;
  throw noHostLeft(members, (await lacking(folder, pending)).length);
}

/** What all of them work with, from the beginning to the end. */
type Shared = Omit<FleetWork, 'book' | 'stopped' | 'over'>;

/** Lets hosts work side by side until each has nothing to do, or is out. @throws what ends the run; then all of them have stopped. */
async function together(
  members: readonly Member[],
  { plan, options, fleet }: FleetRun,
  work: Shared,
  open: OpenBook,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  setMaxListeners(0, signal, options.signal);
  const places = new Semaphore(fleet.maxParallel ?? members.length);
  const serve = async (member: Member): Promise<void> => {
    signal.throwIfAborted();
    const book = await open(member, signal);
    const slots = await member.host.slots(plan.clock);
    member.is('ready');
    const wishes = { signal, note: work.onNote, waitMs: options.waitMs };
    const enough = (): boolean => work.enough?.() === true;
    const turn = (over: () => boolean): Promise<void> =>
      member.host.alone(wishes, async (own, tuning) => {
        await book.tuned(member.host.name, tuning);
        const mine = { ...work, book, stopped: signal, over };
        const ended = await Promise.allSettled(
          Array.from({ length: slots }, () => workOn(member, mine, own)),
        );
        for (const one of ended) if (one.status === 'rejected') throw one.reason;
      });
    const more = async (): Promise<boolean> =>
      !member.gone.aborted && !enough() && (await work.queue.counts()).waiting > 0;
    const waiting = (why: string): void => {
      options.progress.step(`waiting for ${member.host.name}: ${why}`);
    };
    if (fleet.queue === undefined) await turn(enough);
    else await inTurns(turn, more, waiting, signal);
    member.is('waiting');
  };
  const serveOrLeave = async (member: Member): Promise<void> => {
    try {
      await serve(member);
    } catch (error) {
      if (!signal.aborted) leave(member, error);
      if (!member.gone.aborted) stop.abort(error);
      if (!member.gone.aborted) throw error;
    }
    if (member.why === undefined) return;
    const { code, message } = member.why;
    options.progress.note(`host ${member.host.name} is taken out: ${code}: ${message}`);
    await fleet.onOut?.(member.host, member.why);
    await work.queue.release(member.host.name);
    work.onChange();
  };
  const ended = await Promise.allSettled(members.map((one) => places.run(() => serveOrLeave(one))));
  options.signal.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** A host that cannot be had, or differs from what the run began with, is out; everything else ends the run. */
function leave(member: Member, error: unknown): void {
  if (!(error instanceof BenchError)) return;
  const { scope, code, exit } = error;
  if (scope !== 'run' || ['HOST_CHANGED', 'HOST_REBOOTED'].includes(code) || exit === EXIT.notComparable)
    member.takeOut(error);
}

/** What a host has begun that is not among those that are there is begun anew. */
async function freeOfGone(
  folder: RunFolder,
  blocks: readonly PlannedBlock[],
  hosts: readonly Host[],
): Promise<void> {
  const names = new Set(hosts.map(({ name }) => name));
  for (const block of blocks) {
    if (block.host === undefined || names.has(block.host)) continue;
    await setSeriesApart(folder, block);
    block.host = undefined;
  }
}

async function lacking(folder: RunFolder, steps: readonly PlanStep[]): Promise<PlanStep[]> {
  const open: PlanStep[] = [];
  for (const step of steps) if ((await folder.record(step)) === undefined) open.push(step);
  return open;
}
