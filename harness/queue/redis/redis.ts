// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { attemptError } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { digestOf } from '../../core/json.js';
import { type Block, type CellQueue, TRIES, type Taken } from '../types.js';
import type { RedisAddress } from './address.js';
import { requireServer } from './connection.js';
import { LOCK_MS, type Lane, idIn, openLane, putInto } from './lane.js';
import { soon, unlessAborted } from './patience.js';

/** How a queue in Redis is opened. */
export interface RedisQueueOptions {
  address: RedisAddress;
  /** What tells the run from all others. */
  run: string;
  /** Called when the server goes away, and when it is back, with a sentence. */
  onNote: (text: string) => void;
  /** How long a block is somebody's without a word from them, ms. */
  lockMs?: number | undefined;
}

/** A block of the run that is not done. */
interface Open {
  host?: string | undefined;
  held?: { job: Job; token: string } | undefined;
}

/** Time between two looks at a queue that has nothing, ms. */
const LOOK_MS = 200;

/**
 * A queue of BullMQ: its blocks outlive the process, are tried again with growing pauses, and come back when whoever had them went silent. Which
 * blocks are made is not its to say: a server that forgets everything is given what is still to be made.
 */
export class RedisQueue implements CellQueue {
  readonly #options: RedisQueueOptions;
  readonly #lanes = new Map<string, Promise<Lane>>();
  readonly #open = new Map<string, Open>();
  readonly #ended = { done: 0, over: 0 };
  /** Blocks that hosts have. */
  #active = 0;
  /** Blocks that wait for one host alone, by host; for any under an empty name. */
  readonly #waiting = new Map<string, number>();
  #away = false;
  #closed = false;

  private constructor(options: RedisQueueOptions) {
    this.#options = options;
  }

  /** Opens a queue. @throws BenchError `QUEUE_UNREACHED`, `QUEUE_REFUSED` (exit 3). */
  static async open(options: RedisQueueOptions): Promise<RedisQueue> {
    await requireServer(options.address);
    return new RedisQueue(options);
  }

  /** Puts blocks at the end; one of an earlier process of the run is the same. */
  async add(blocks: readonly Block[]): Promise<void> {
    const fresh = blocks.filter(({ id }) => !this.#open.has(id));
    for (const { id, host } of fresh) this.#wait(id, { host });
    await this.#put(fresh.map(({ id }) => id));
  }

  /** The next block for a host. */
  async take(host: string, signal: AbortSignal): Promise<Taken | undefined> {
    for (;;) {
      signal.throwIfAborted();
      const lanes = [host, ''].filter((lane) => (this.#waiting.get(lane) ?? 0) > 0);
      for (const lane of lanes) {
        const taken = await unlessAborted(this.#next(lane), signal);
        if (taken !== undefined) return taken;
        // It waits for its next try, or is not there after the server began anew.
        await unlessAborted(this.#restore(lane), signal);
      }
      if (this.#active === 0 && lanes.length === 0) return undefined;
      await sleep(LOOK_MS, undefined, { signal });
    }
  }

  /** It was made. */
  async complete(taken: Taken): Promise<void> {
    const held = this.#let(taken);
    this.#open.delete(taken.id);
    this.#ended.done += 1;
    // One that the server does not know any more is done all the same.
    await soon(held.job.moveToCompleted('made', held.token, false));
  }

  /** It could not be made this time. */
  async fail(taken: Taken, reason: string): Promise<boolean> {
    const held = this.#let(taken);
    const again = taken.attempt < TRIES;
    if (again) this.#wait(taken.id, { host: held.host });
    else {
      this.#open.delete(taken.id);
      this.#ended.over += 1;
    }
    await soon(held.job.moveToFailed(new Error(reason), held.token, false));
    return again;
  }

  /** It is to be made by any host. */
  async giveBack(taken: Taken): Promise<void> {
    const pinned = this.#open.get(taken.id)?.host !== undefined;
    const held = this.#let(taken);
    this.#wait(taken.id, {});
    if (!pinned) await soon(held.job.moveToWait(held.token));
    else await soon(held.job.moveToCompleted('moved', held.token, false));
    if (pinned) await soon(this.#put([taken.id]));
  }

  /** Says that it is still being made. */
  async extend(taken: Taken): Promise<void> {
    const held = this.#open.get(taken.id)?.held;
    // A server that is away, or has forgotten it, gave it to nobody else.
    if (held === undefined || this.#away) return;
    const lock = this.#options.lockMs ?? LOCK_MS;
    const kept = await held.job.extendLock(held.token, lock).catch(() => 0);
    if (kept === 1 || (await held.job.getState().catch(() => 'unknown')) !== 'active') return;
    throw attemptError(
      'QUEUE_TAKEN_OVER',
      `the queue gave ${taken.id} to somebody else, because nothing was heard of it.`,
      'Look whether another process makes the same run; `resume` goes on.',
    );
  }

  /** What only this host might make, any may. */
  async release(host: string): Promise<void> {
    const lane = this.#lanes.get(laneOf(host));
    const ids = [...this.#open]
      .filter(([, one]) => one.host === host && one.held === undefined)
      .map(([id]) => id);
    this.#waiting.delete(host);
    for (const id of ids) {
      this.#wait(id, {});
      await (await (await lane)?.queue.getJob(jobOf(id)))?.remove().catch(() => undefined);
    }
    await this.#put(ids);
  }

  /** How much is where. */
  counts(): ReturnType<CellQueue['counts']> {
    const active = this.#active;
    return Promise.resolve({ waiting: this.#open.size - active, active, ...this.#ended });
  }

  /** Closes its connections; a queue in which nothing is left is removed. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const lane of await Promise.all(this.#lanes.values())) {
      if (this.#open.size === 0 && !this.#away)
        await lane.queue.obliterate({ force: true }).catch(() => undefined);
      await lane.worker.close(true).catch(() => undefined);
      await lane.queue.close().catch(() => undefined);
    }
    this.#lanes.clear();
  }

  /** Takes a block from this process. */
  #let({ id }: Taken): { job: Job; token: string; host: string | undefined } {
    const open = this.#open.get(id);
    if (open?.held === undefined) throw new Error(`${id} is not held`);
    const { held, host } = open;
    open.held = undefined;
    this.#active -= 1;
    return { ...held, host };
  }

  #wait(id: string, open: Open): void {
    this.#open.set(id, open);
    const { host = '' } = open;
    this.#waiting.set(host, (this.#waiting.get(host) ?? 0) + 1);
  }

  async #put(ids: readonly string[]): Promise<void> {
    for (const [host, own] of groupBy(ids, (id) => this.#open.get(id)?.host ?? '')) {
      const { queue } = await this.#lane(host);
      await putInto(
        queue,
        own.map((id) => ({ id, job: jobOf(id) })),
      );
    }
  }

  async #next(host: string): Promise<Taken | undefined> {
    const { worker } = await this.#lane(host);
    for (;;) {
      const token = randomUUID();
      const job = (await worker.getNextJob(token, { block: false })) as Job<unknown> | undefined;
      this.#back();
      if (job === undefined) return undefined;
      const id = idIn(job.data);
      const open = this.#open.get(id);
      if (open !== undefined && open.held === undefined && (open.host ?? '') === host) {
        open.held = { job, token };
        this.#active += 1;
        this.#waiting.set(host, (this.#waiting.get(host) ?? 1) - 1);
        return { id, attempt: job.attemptsMade + 1 };
      }
      // Of an earlier process of the run: it was made since then.
      await job.moveToCompleted('known', token, false).catch(() => undefined);
    }
  }

  /** Gives the server again what it does not know any more. */
  async #restore(lane: string): Promise<void> {
    const { queue } = await this.#lane(lane);
    const there = await queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized');
    if (there >= (this.#waiting.get(lane) ?? 0)) return;
    const absent: string[] = [];
    for (const [id, { host = '', held }] of this.#open) {
      if (held !== undefined || host !== lane) continue;
      if ((await queue.getJob(jobOf(id))) === undefined) absent.push(id);
    }
    await this.#put(absent);
  }

  async #lane(host: string): Promise<Lane> {
    const name = laneOf(host);
    const known =
      this.#lanes.get(name) ??
      openLane({ ...this.#options, name: `${this.#options.run}${name}`, gone: () => this.#gone() });
    this.#lanes.set(name, known);
    return await known;
  }

  #gone(): void {
    if (this.#away || this.#closed) return;
    this.#away = true;
    this.#options.onNote(`the queue ${this.#options.address.shown} is gone: waiting until it is back`);
  }

  #back(): void {
    if (!this.#away) return;
    this.#away = false;
    this.#options.onNote(`the queue ${this.#options.address.shown} is back`);
  }
}

/** A job's name: BullMQ takes no colon, and no number alone. */
function jobOf(id: string): string {
  return `b-${digestOf(id).slice(0, 32)}`;
}

function laneOf(host: string): string {
  return host === '' ? '' : `-${digestOf(host).slice(0, 16)}`;
}
