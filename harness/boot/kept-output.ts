// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign } from '../core/foreign.js';

/** What a program printed, as PID 1 reports it piece by piece. */
export class KeptOutput {
  readonly #most: number;
  #bytes = Buffer.alloc(0);
  #length = 0;

  /** @param most bytes that PID 1 keeps. */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns what is wrong with a piece that PID 1 does not write. */
  add(piece: Buffer): string | undefined {
    if (piece.length === 0) return 'it is empty';
    const length = this.#length + piece.length;
    if (length > this.#most) return `more than ${this.#most} bytes were printed`;
    if (length > this.#bytes.length) this.#grow(Math.min(this.#most, 2 * length));
    piece.copy(this.#bytes, this.#length);
    this.#length = length;
    return undefined;
  }

  /** All of it, read as UTF-8. */
  text(): Foreign {
    return foreign(this.#bytes.toString('utf8', 0, this.#length));
  }

  #grow(size: number): void {
    const larger = Buffer.alloc(size);
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}
