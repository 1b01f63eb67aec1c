// SPDX-License-Identifier: Apache-2.0

/** A part of a plan that is made wholly on one host. */
export interface Block {
  /** What it is called in its plan. */
  id: string;
  /** The only host that may make it, by name: the one that has begun it; any when missing. */
  host?: string | undefined;
}

/** A block that a host has. */
export interface Taken {
  id: string;
  /** How often it was taken, this time included, without what was given back. */
  attempt: number;
}

/** How much of a plan is where. */
export interface QueueCounts {
  waiting: number;
  /** That hosts have at the moment. */
  active: number;
  done: number;
  /** That failed so often that they are left to `resume`. */
  over: number;
}

/** Which block a host makes next. Every block is with one host at most, and is counted once. */
export interface CellQueue {
  /** Puts blocks at the end; one that it knows already is left as it is. */
  add(blocks: readonly Block[]): Promise<void>;
  /**
   * The next block for a host; waits while there is none for it and one that a host has may come back.
   * @returns undefined when there is none, and nobody has one.
   * @throws the signal's reason when it ends.
   */
  take(host: string, signal: AbortSignal): Promise<Taken | undefined>;
  /** It was made. */
  complete(taken: Taken): Promise<void>;
  /**
   * It could not be made this time.
   * @returns false when that happened so often that it is over.
   */
  fail(taken: Taken, reason: string): Promise<boolean>;
  /** It is to be made by any host, as if it had not been taken. */
  giveBack(taken: Taken): Promise<void>;
  /** Says that it is still being made, before others take it for abandoned. @throws BenchError `QUEUE_TAKEN_OVER` (exit 3). */
  extend(taken: Taken): Promise<void>;
  /** A host is gone: what only it might make, any may. */
  release(host: string): Promise<void>;
  /** How much is where. */
  counts(): Promise<QueueCounts>;
  /** Gives up what holds this process. */
  close(): Promise<void>;
}

/** Times that a block is tried before it is over. */
export const TRIES = 3;
