// SPDX-License-Identifier: Apache-2.0
import { foreign, partsOf, says } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';
import { oddAnswer } from './result.js';

/** How a boot on a host stands. */
export type KeptState = 'running' | 'ended' | 'died';

/** Longest line between files, bytes. */
const LINE_BYTES = 200;

/** An answer that broke off: what came of it is right, and the rest may be asked for again. */
export class BrokenOff extends Error {}

/** Takes the files of an answer, one after the other. */
export interface AnswerFiles {
  /** The longest that a file of this name may be, bytes; nothing for one that was not expected. */
  most: (name: string) => number | undefined;
  /** Takes the bytes of a file, of which there may be none. */
  take: (name: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
}

/**
 * Reads an answer of `boot-keeper --follow`, see `follow.c`. It comes from another machine: what no keeper says is refused.
 * @param host name for messages.
 * @throws BenchError `KEEPER_ANSWER` (exit 3, scope `attempt`); {@link BrokenOff}.
 */
export async function readAnswer(
  pieces: AsyncIterable<Uint8Array>,
  { most, take }: AnswerFiles,
  host: string,
): Promise<KeptState> {
  const bytes = new Bytes(pieces);
  const odd = (line: string): Error => oddAnswer(host, `an answer with the line "${printable(line, 60)}"`);
  const first = await bytes.line();
  if (first !== 'lupine-follow 1') throw odd(first);
  const second = await bytes.line();
  const state = (['running', 'ended', 'died'] as const).find((one) => second === `state ${one}`);
  if (state === undefined) throw odd(second);
  const had = new Set<string>();
  for (;;) {
    const line = foreign(await bytes.line());
    if (says(line, 'end')) return state;
    const [, word, digits] = partsOf(line, /^file ([a-z0-9.-]{1,32}) ([0-9]{1,16})$/) ?? [];
    const name = word === undefined ? '' : printable(word);
    const limit = most(name);
    const size = limit === undefined ? undefined : wholeNumber(digits, 0, limit);
    if (size === undefined || had.has(name)) throw odd(printable(line));
    had.add(name);
    await take(name, bytes.next(size));
  }
}

/** Bytes that come in pieces, read by lines and by numbers. */
class Bytes {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Uint8Array = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** A line without its end; one that is too long ends early, and is then no line that anybody knows. */
  async line(): Promise<string> {
    let end = this.#held.indexOf(10);
    while (end < 0 && this.#held.length < LINE_BYTES) {
      this.#held = Buffer.concat([this.#held, await this.#more()]);
      end = this.#held.indexOf(10);
    }
    const line = Buffer.from(this.#held.subarray(0, end < 0 ? LINE_BYTES : end)).toString('latin1');
    this.#held = this.#held.subarray(end < 0 ? LINE_BYTES : end + 1);
    return line;
  }

  /** The next so many. */
  async *next(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      if (this.#held.length === 0) this.#held = await this.#more();
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async #more(): Promise<Uint8Array> {
    const next = await this.#pieces.next().catch(() => undefined);
    if (next === undefined || next.done === true) throw new BrokenOff('an answer broke off');
    return next.value;
  }
}
