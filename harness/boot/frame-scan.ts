// SPDX-License-Identifier: Apache-2.0

/** What a frame begins with, as PID 1 writes it. */
export const FRAME_START = '<~lupine ';

/** What it ends with. */
export const FRAME_END = '~>';

/**
 * Most bytes between the two marks. PID 1 writes 850 at most, and the kernel may print some lines in between; what is longer is
 * no frame.
 */
export const FRAME_BYTES = 16 * 1024;

/** Gets a console taken apart, in order. */
export interface FrameSink {
  /** What stands between the marks of a frame, one character per byte. */
  frame: (body: string) => void;
  /** A byte outside of frames: of the firmware and the kernel. */
  text: (byte: number) => void;
  /** A frame that has no end, and the beginning of it. */
  cut: (why: string, beginning: string) => void;
}

const START = Buffer.from(FRAME_START, 'latin1');
const [FIRST = 0] = START;
const [TILDE = 0, GREATER = 0] = Buffer.from(FRAME_END, 'latin1');
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Line ends that may follow a frame and belong to it: first either of `\r` and `\n`, then only `\n`. */
type Following = 'any' | 'newline' | 'none';

/**
 * Takes a console apart as it comes, in pieces of any size. Each byte is looked at a bounded number of times, whatever the
 * guest prints, and no more than one frame is kept.
 */
export class FrameScanner {
  readonly #sink: FrameSink;
  readonly #body = Buffer.alloc(FRAME_BYTES);
  /** Bytes of the frame so far; undefined outside of frames. */
  #length: number | undefined;
  /** Bytes of a start mark that have come; they are kept back until it is certain what they are. */
  #matched = 0;
  #following: Following = 'none';
  #examined = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Looks at bytes so far, each look counted. */
  get examined(): number {
    return this.#examined;
  }

  /** Takes the next piece of the console. */
  take(chunk: Uint8Array): void {
    for (const byte of chunk) this.#next(byte);
  }

  /** There is no more of it. */
  end(): void {
    this.#release();
    if (this.#length !== undefined) this.#cut('cut off', this.#length);
  }

  #next(byte: number): void {
    this.#examined += 1;
    if (this.#following !== 'none' && this.#follows(byte)) return;
    if (byte === START[this.#matched]) {
      this.#matched += 1;
      if (this.#matched === START.length) this.#begin();
      return;
    }
    this.#release();
    // The mark's first byte occurs only there: no other beginning of it can be among those that were kept back.
    if (byte === FIRST) this.#matched = 1;
    else this.#put(byte);
  }

  #follows(byte: number): boolean {
    const before = this.#following;
    this.#following = byte === RETURN && before === 'any' ? 'newline' : 'none';
    return byte === NEWLINE || (byte === RETURN && before === 'any');
  }

  #begin(): void {
    if (this.#length !== undefined) this.#cut('cut off', this.#length);
    this.#matched = 0;
    this.#length = 0;
  }

  /** What began like a start mark is none. */
  #release(): void {
    const count = this.#matched;
    this.#matched = 0;
    for (const byte of START.subarray(0, count)) this.#put(byte);
  }

  #put(byte: number): void {
    this.#examined += 1;
    const length = this.#length;
    if (length === undefined) {
      this.#sink.text(byte);
    } else if (byte === GREATER && length > 0 && this.#body[length - 1] === TILDE) {
      this.#length = undefined;
      this.#following = 'any';
      this.#sink.frame(this.#body.toString('latin1', 0, length - 1));
    } else if (length === FRAME_BYTES) {
      this.#cut(`longer than ${FRAME_BYTES} bytes`, length);
      this.#sink.text(byte);
    } else {
      this.#body[length] = byte;
      this.#length = length + 1;
    }
  }

  /** What follows the cut on later lines is the kernel's. */
  #cut(why: string, length: number): void {
    this.#length = undefined;
    const body = this.#body.subarray(0, length);
    this.#sink.cut(why, body.toString('latin1', 0, 80));
    const newline = body.indexOf(NEWLINE);
    this.#examined += length;
    if (newline >= 0) for (const byte of body.subarray(newline)) this.#sink.text(byte);
  }
}
