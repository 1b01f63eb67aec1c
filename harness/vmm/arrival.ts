// SPDX-License-Identifier: Apache-2.0

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
