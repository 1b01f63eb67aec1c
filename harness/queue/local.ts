// SPDX-License-Identifier: Apache-2.0
import { Deque } from './deque.js';
import { type Block, type CellQueue, TRIES, type Taken } from './types.js';

/** Blocks that wait for the same hosts. */
type Line = Deque<string>;

/** A queue in this process: it begins with the run, and ends with it. */
export class LocalQueue implements CellQueue {
  readonly #common: Line = new Deque();
  readonly #own = new Map<string, Line>();
  readonly #known = new Map<string, { attempts: number; active: boolean }>();
  readonly #counts = { waiting: 0, active: 0, done: 0, over: 0 };
  readonly #waiters = new Set<() => void>();

  /** Puts blocks at the end. */
  add(blocks: readonly Block[]): Promise<void> {
    for (const { id, host } of blocks) {
      if (this.#known.has(id)) continue;
      this.#known.set(id, { attempts: 0, active: false });
      this.#wait(id, host);
    }
    this.#wake();
    return Promise.resolve();
  }

  /** The next block for a host. */
  async take(host: string, signal: AbortSignal): Promise<Taken | undefined> {
    for (;;) {
      signal.throwIfAborted();
      const id = this.#own.get(host)?.shift() ?? this.#common.shift();
      if (id !== undefined) return this.#taken(id);
      if (this.#counts.active === 0) return undefined;
      await this.#change(signal);
    }
  }

  /** It was made. */
  complete(taken: Taken): Promise<void> {
    if (this.#left(taken)) this.#counts.done += 1;
    this.#ended();
    return Promise.resolve();
  }

  /** It could not be made this time. */
  fail(taken: Taken, _reason: string): Promise<boolean> {
    if (!this.#left(taken)) return Promise.resolve(true);
    if (taken.attempt < TRIES) {
      this.#wait(taken.id);
      this.#wake();
      return Promise.resolve(true);
    }
    this.#counts.over += 1;
    this.#ended();
    return Promise.resolve(false);
  }

  /** It is to be made by any host. */
  giveBack(taken: Taken): Promise<void> {
    const known = this.#known.get(taken.id);
    if (known !== undefined && this.#left(taken)) {
      known.attempts -= 1;
      this.#wait(taken.id);
      this.#wake();
    }
    return Promise.resolve();
  }

  /** Nobody else could have it: it ends with this process. */
  extend(_taken: Taken): Promise<void> {
    return Promise.resolve();
  }

  /** What only this host might make, any may. */
  release(host: string): Promise<void> {
    const own = this.#own.get(host);
    this.#own.delete(host);
    for (let id = own?.shift(); id !== undefined; id = own?.shift()) this.#common.push(id);
    this.#wake();
    return Promise.resolve();
  }

  /** How much is where. */
  counts(): ReturnType<CellQueue['counts']> {
    return Promise.resolve({ ...this.#counts });
  }

  /** Holds nothing. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  #wait(id: string, host?: string): void {
    const line = host === undefined ? this.#common : (this.#own.get(host) ?? new Deque<string>());
    if (host !== undefined) this.#own.set(host, line);
    line.push(id);
    this.#counts.waiting += 1;
  }

  #taken(id: string): Taken {
    const known = this.#known.get(id) ?? { attempts: 0, active: false };
    known.attempts += 1;
    known.active = true;
    this.#counts.waiting -= 1;
    this.#counts.active += 1;
    return { id, attempt: known.attempts };
  }

  /** Takes it from its host; false when it had it no more. */
  #left({ id }: Taken): boolean {
    const known = this.#known.get(id);
    if (known?.active !== true) return false;
    known.active = false;
    this.#counts.active -= 1;
    return true;
  }

  #ended(): void {
    if (this.#counts.active === 0) this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiters) wake();
    this.#waiters.clear();
  }

  async #change(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#waiters.delete(wake);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.#waiters.add(wake);
    });
  }
}
