// SPDX-License-Identifier: Apache-2.0

/** Where the lease of a host is, and how long it lasts. */
export interface LeaseOptions {
  /** Folder of the lease on the host: an absolute path, on a file system of its own disk. */
  state: string;
  /** Folder of the boots there, `<boots>/<name>/pid`: what a dead owner left running in it is ended. */
  boots?: string | undefined;
  /** How settings are reached that a dead owner changed; the real ones, without `sudo`, when missing. */
  tuning?: { root?: string | undefined; sudo?: boolean | undefined } | undefined;
  /** How long it lasts without a word from here, ms; a minute when missing. */
  ttlMs?: number | undefined;
  /** How long to wait for one that somebody else has, ms; not at all when missing. */
  waitMs?: number | undefined;
  /** Take it from whoever has it, who learns of it by the next word to the host. */
  force?: boolean | undefined;
  /** Called whenever it turns out that somebody else has it, with what an error would say. */
  waiting?: ((message: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What was before a lease: nobody's, given back, over, of a life of the host before this one, or taken away. */
export type Before = 'none' | 'released' | 'expired' | 'rebooted' | 'forced';

/** A lease that was taken. */
export interface Grant {
  /** Number of the lease: a higher one takes its place. */
  number: number;
  token: string;
  /** When it is over, in hundredths of a second since the host began. */
  ends: number;
  before: Before;
  /** When it is over as seen from here, on the clock of `localMs`. */
  deadline: number;
  /** When nobody else can believe any more to have it, on the same clock. */
  aloneFrom: number;
}

/** A host's lease while it is held. */
export interface Lease {
  readonly number: number;
  /** Only who knows it speaks for this lease: an argument for scripts that ask first whether it is still held. */
  readonly token: string;
  /** Folder of the lease on the host. */
  readonly state: string;
  /** What was before. */
  readonly before: Before;
  /** Processes that a dead owner had left and that were ended. */
  readonly reaped: number;
  /** True while nobody else can have it: asks this machine's clock, not the host. */
  holds(): boolean;
  /** @throws BenchError `LEASE_LOST` (exit 3) when it is not certain any more that we have it. */
  require(): void;
}
