// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';

/** When something arrived on a stream. */
export interface Arrival {
  /** From the stream's first byte to the first byte of the awaited text, ns of the host's clock; missing until it came. */
  readonly ns?: number;
}

/**
 * Times the arrival of a text on the output of a command that announces its own start with one byte, as
 * {@link boundToThisProcess} makes it. Both ends come through the same pipe, so the delay with which this process notices
 * a byte is in both and cancels. Reads the stream to its end, whatever comes.
 */
export function timeArrival(stream: Readable, awaited: string | undefined): Arrival {
  const arrival: { ns?: number } = {};
  const clock = awaited === undefined ? undefined : new ArrivalClock(awaited);
  stream.on('data', (chunk: Buffer) => {
    const now = process.hrtime.bigint();
    if (clock === undefined || arrival.ns !== undefined) return;
    const ns = clock.take(chunk.toString('latin1'), now);
    if (ns !== undefined) arrival.ns = ns;
  });
  return arrival;
}

/** Finds the moment at which a text began to arrive, however it was cut into pieces. */
export class ArrivalClock {
  readonly #awaited: string;
  #first: bigint | undefined;
  /** What may still be the beginning of the awaited text, and the pieces that it came in. */
  #tail = '';
  #pieces: { length: number; at: bigint }[] = [];

  constructor(awaited: string) {
    this.#awaited = awaited;
  }

  /**
   * Takes in a piece that arrived at a moment (ns, any origin).
   * @returns ns between the first byte of all and the first byte of the awaited text, once that is complete.
   */
  take(piece: string, at: bigint): number | undefined {
    this.#first ??= at;
    this.#tail += piece;
    this.#pieces.push({ length: piece.length, at });
    const start = this.#tail.indexOf(this.#awaited);
    if (start < 0) {
      this.#forget(this.#tail.length - this.#awaited.length + 1);
      return undefined;
    }
    this.#forget(start);
    return Number((this.#pieces[0]?.at ?? at) - this.#first);
  }

  /** Drops bytes from the front, with the pieces that only held these. */
  #forget(count: number): void {
    if (count <= 0) return;
    this.#tail = this.#tail.slice(count);
    let left = count;
    for (let [piece] = this.#pieces; piece !== undefined && piece.length <= left; [piece] = this.#pieces) {
      left -= piece.length;
      this.#pieces.shift();
    }
    const [held] = this.#pieces;
    if (held !== undefined) held.length -= left;
  }
}
