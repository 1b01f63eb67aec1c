// SPDX-License-Identifier: Apache-2.0
import { hexOf64 } from '../../core/numbers.js';

/** Thrown for a word that is not what it should be; whoever reads lines adds which one. */
export class WordError extends Error {}

const NEWLINE = 10;
const SPACE = 32;
const COLON = 58;
const MINUS = 45;
const ZERO = 48;

/** Longest word that is a name. */
const LONGEST_NAME = 40;

/** Longest word, two digits for each byte of a block. */
const LONGEST_WORD = 128 * 1024;

/** Words of lines of text, one after the other, without a string for each: there are millions. */
export class Words {
  readonly #bytes: Buffer;
  #at = 0;
  /** Number of the line that is read, from 1. */
  line = 1;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** True behind the last line. */
  get ended(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** True when the line has another word. */
  get more(): boolean {
    return this.#bytes[this.#at] === SPACE;
  }

  /** The first word of a line. @throws WordError for one that is no name. */
  first(): string {
    return this.#text(LONGEST_NAME);
  }

  /** @throws WordError for one that is no name. */
  name(): string {
    this.#skip(SPACE);
    return this.#text(LONGEST_NAME);
  }

  /** A whole number in decimal digits. @throws WordError. */
  number(most = Number.MAX_SAFE_INTEGER): number {
    this.#skip(SPACE);
    return this.#digits(most);
  }

  /** A whole number that may be negative. @throws WordError. */
  signed(): number {
    this.#skip(SPACE);
    return this.#signedDigits();
  }

  /** A number, and behind a colon one that may be negative. @throws WordError. */
  pair(most: number): [number, number] {
    this.#skip(SPACE);
    const first = this.#digits(most);
    this.#skip(COLON);
    return [first, this.#signedDigits()];
  }

  /** An address in hexadecimal. @throws WordError. */
  address(): bigint {
    this.#skip(SPACE);
    const address = hexOf64(this.#text(16));
    if (address === undefined) throw new WordError('an address is none');
    return address;
  }

  /** Bytes in hexadecimal. @throws WordError. */
  hexBytes(): Buffer {
    this.#skip(SPACE);
    const text = this.#text(LONGEST_WORD);
    const bytes = Buffer.from(text, 'hex');
    if (text === '' || bytes.length * 2 !== text.length) throw new WordError('bytes are none');
    return bytes;
  }

  /** Ends a line. @throws WordError when it has another word. */
  finish(): void {
    this.#skip(NEWLINE);
    this.line += 1;
  }

  #skip(code: number): void {
    if (this.#bytes[this.#at] !== code) throw new WordError('a line is too long or too short');
    this.#at += 1;
  }

  #text(most: number): string {
    const from = this.#at;
    let at = from;
    for (let code = this.#bytes[at]; code !== SPACE && code !== NEWLINE; code = this.#bytes[at]) {
      if (code === undefined || at - from === most) throw new WordError('a word is too long or cut off');
      at += 1;
    }
    this.#at = at;
    return this.#bytes.toString('latin1', from, at);
  }

  #digits(most: number): number {
    const from = this.#at;
    let value = 0;
    for (let digit = this.#digit(); digit >= 0 && digit <= 9; digit = this.#digit()) {
      value = value * 10 + digit;
      this.#at += 1;
    }
    if (this.#at === from || value > most || value > Number.MAX_SAFE_INTEGER)
      throw new WordError(`a number is none up to ${most}`);
    return value;
  }

  #digit(): number {
    return (this.#bytes[this.#at] ?? 0) - ZERO;
  }

  #signedDigits(): number {
    if (this.#bytes[this.#at] !== MINUS) return this.#digits(Number.MAX_SAFE_INTEGER);
    this.#at += 1;
    return -this.#digits(Number.MAX_SAFE_INTEGER);
  }
}
