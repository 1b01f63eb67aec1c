// SPDX-License-Identifier: Apache-2.0

/** More is not looked through for the beginning of an answer, bytes: a message of the day is shorter. */
const MOST_NOISE = 1024 * 1024;

/** Gives on what comes after a line, which others may print something before. */
export class AfterLine {
  readonly #line: Buffer;
  readonly #take: (piece: Buffer) => void;
  #before = Buffer.alloc(0);
  #began = false;

  /**
   * @param line without its end.
   * @param take gets what comes after it.
   */
  constructor(line: string, take: (piece: Buffer) => void) {
    this.#line = Buffer.from(`${line}\n`);
    this.#take = take;
  }

  /** Whether the line has come. */
  get began(): boolean {
    return this.#began;
  }

  /** Takes a piece of the output. */
  take(piece: Buffer): void {
    if (this.#began) {
      this.#take(piece);
      return;
    }
    const all = Buffer.concat([this.#before, piece]);
    const at = all.indexOf(this.#line);
    if (at < 0) {
      this.#before = all.subarray(-MOST_NOISE);
      return;
    }
    this.#began = true;
    this.#before = Buffer.alloc(0);
    if (at + this.#line.length < all.length) this.#take(all.subarray(at + this.#line.length));
  }
}
