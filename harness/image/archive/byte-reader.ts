// SPDX-License-Identifier: Apache-2.0

/** Bytes of a stream, taken in the pieces that a format has. Never holds more than a piece and one chunk of the stream. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #taken = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Bytes taken so far. */
  get taken(): number {
    return this.#taken;
  }

  /** The next bytes; fewer when the stream ends. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.stream(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** The next bytes as they come; fewer when the stream ends. */
  async *stream(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      const part = await this.#next(left);
      if (part === undefined) return;
      left -= part.length;
      yield part;
    }
  }

  /** Passes over the next bytes; over fewer when the stream ends. */
  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      const part = await this.#next(left);
      if (part === undefined) return;
      left -= part.length;
    }
  }

  /** Ends the stream. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** What there is of the next bytes, at least one; `undefined` at the end. */
  async #next(most: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return undefined;
      this.#rest = next.value;
    }
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    this.#taken += part.length;
    return part;
  }
}
