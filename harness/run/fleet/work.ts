// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError } from '../../core/errors.js';
import { Semaphore } from '../../core/semaphore.js';
import { cellName } from '../../plan/durations.js';
import type { Plan, PlanStep } from '../../plan/types.js';
import type { CellQueue, Taken } from '../../queue/types.js';
import type { StepContext } from '../context.js';
import { roundsOf, sampleRound } from '../execute.js';
import type { RunFolder } from '../folder.js';
import { KVM_FAILED } from '../kvm-failure.js';
import type { ProvenanceBook } from '../provenance-book.js';
import type { StepRecord } from '../record.js';
import { type PlannedBlock, madeOf, setSeriesApart } from './blocks.js';
import { keep } from './keep.js';
import { type Member, watched } from './member.js';

/** What several hosts work on. */
export interface FleetWork extends Pick<StepContext, 'images' | 'revisions'> {
  book: Pick<ProvenanceBook, 'requireSameImages' | 'add'>;
  folder: RunFolder;
  plan: Plan;
  queue: CellQueue;
  blocks: ReadonlyMap<string, PlannedBlock>;
  members: readonly Member[];
  /** Ends when the run does: what was made counts all the same. */
  stopped: AbortSignal;
  /** True when no more block is to be begun on this host for now. */
  over: () => boolean;
  /** Asked before each round of the wall clock; true ends the work as it is. */
  enough?: (() => boolean) | undefined;
  /** Why the boots of a series say that their host is not quiet, a clause; nothing when they do not. */
  noisy?: ((records: readonly StepRecord[]) => string | undefined) | undefined;
  /** Called with each finished step. */
  onRecord: (record: StepRecord) => void;
  /** Called with a sentence about something that is worth a line. */
  onNote: (text: string) => void;
  /** Called when a host has begun something, or ended it. */
  onChange: () => void;
}

/** How a block ended on a host. */
type Ending = 'made' | 'enough' | 'again' | 'elsewhere';

/**
 * Makes blocks on a host, one after the other, until there is none left for it, or it is taken out.
 * @param mine ends when the host is somebody else's.
 * @throws what ends the run.
 */
export async function workOn(member: Member, work: FleetWork, mine: AbortSignal): Promise<void> {
  const { queue, blocks, stopped } = work;
  const own = AbortSignal.any([mine, member.gone]);
  while (!work.over() && work.enough?.() !== true) {
    const taken = await queue.take(member.host.name, own);
    if (taken === undefined) return;
    const block = blocks.get(taken.id);
    if (block === undefined) throw new Error('a block is one of the plan');
    let ending: Ending | undefined;
    const kept = keep(queue, taken);
    try {
      ending = await makeBlock(member, block, work, AbortSignal.any([own, kept.signal]));
    } finally {
      kept.stop();
      if (ending === undefined) await leave(member, block, taken, work, stopped.aborted);
    }
    if (ending === 'elsewhere' || ending === 'enough')
      await leave(member, block, taken, work, ending === 'enough');
    if (ending === 'elsewhere' || ending === 'enough') return;
    if (ending === 'made') await queue.complete(taken);
    if (ending === 'again' && !(await queue.fail(taken, 'a host failed')))
      work.onNote(`${nameOf(block)} failed on hosts again and again: it is left to resume`);
    work.onChange();
  }
}

/** Gives a block back; what was made of it on a host that is out does not count. */
async function leave(
  member: Member,
  block: PlannedBlock,
  taken: Taken,
  work: FleetWork,
  keep: boolean,
): Promise<void> {
  const { folder, plan, queue } = work;
  if (!keep && plan.clock === 'wall') {
    const made = await setSeriesApart(folder, block);
    if (made > 0)
      work.onNote(
        `${nameOf(block)} is measured anew on another host: ${made} finished boots on ${member.host.name} are set apart`,
      );
  }
  await queue.giveBack(taken);
  work.onChange();
}

async function makeBlock(
  member: Member,
  block: PlannedBlock,
  work: FleetWork,
  signal: AbortSignal,
): Promise<Ending> {
  const { folder, plan, images, revisions, book, enough } = work;
  const { requireSameImages } = book;
  const note: StepContext['note'] = (record, image, clients) => book.add(record, image, clients);
  for (;;) {
    const failures = new Set<string>();
    const host = watched(member.host, (error) => {
      failures.add(error.code);
      member.strike(error);
    });
    const context = { folder, plan, images, revisions, requireSameImages, note, host, signal };
    const pending: PlanStep[] = [];
    for (const step of block.steps) if ((await folder.record(step)) === undefined) pending.push(step);
    for (const round of roundsOf(plan, pending, [])) {
      if (plan.clock === 'wall' && enough?.() === true) return 'enough';
      const { pins, emulated } = member;
      await makeRound(round, member, { ...context, pins, emulated }, work, failures);
      if (member.gone.aborted) return 'elsewhere';
      if (failures.size > 0) break;
    }
    if (failures.size === 0) break;
    // A series stays on its host as long as that has one more try.
    if (plan.clock === 'deterministic') return 'again';
  }
  return await quiet(member, block, work);
}

async function makeRound(
  round: readonly PlanStep[],
  member: Member,
  context: StepContext,
  work: FleetWork,
  failures: ReadonlySet<string>,
): Promise<void> {
  const [first] = round;
  if (first === undefined) return;
  member.is('measuring', `${cellName(first)} #${first.boot}`);
  work.onChange();
  const onRecord = (record: StepRecord): void => {
    // Nothing was booted: another host does it, or this one once more.
    if (record.failure !== undefined && failures.has(record.failure.code)) return;
    member.succeed();
    work.onRecord(record);
  };
  try {
    await sampleRound(round, context, { onRecord, giveUp: () => undefined }, new Semaphore(1));
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== KVM_FAILED) throw error;
    member.takeOut(error);
  } finally {
    member.is('ready');
  }
}

/** Whether what was made counts: a host that is not quiet is taken out while there is another one. */
async function quiet(member: Member, block: PlannedBlock, work: FleetWork): Promise<Ending> {
  const { folder, noisy, members } = work;
  const why = noisy?.(await madeOf(folder, block.series));
  if (why === undefined) return 'made';
  const { name } = member.host;
  if (members.every((other) => other === member || other.gone.aborted)) {
    work.onNote(`${nameOf(block)}: ${why}; no quieter host is left than ${name}, and the values are kept`);
    return 'made';
  }
  const next = 'Look for what else runs there; `lupine-bench hosts probe` asks it.';
  member.takeOut(measureError('HOST_NOISY', `host ${name} is not quiet: ${why}.`, next));
  return 'elsewhere';
}

function nameOf({ steps: [first] }: PlannedBlock): string {
  return first === undefined ? 'a block' : `${first.scenario} of ${first.app}`;
}
