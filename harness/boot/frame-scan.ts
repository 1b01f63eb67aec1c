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
  /** What stands between the marks of a frame; only good until the call ends. */
  frame: (body: Buffer) => void;
  /** Bytes outside of frames, of the firmware and the kernel, as they come. */
  text: (bytes: Buffer) => void;
  /** A frame that has no end. */
  cut: (why: string, body: Buffer) => void;
}

const START = Buffer.from(FRAME_START, 'latin1');
const END = Buffer.from(FRAME_END, 'latin1');
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
  /** The last bytes, as long as they may be the beginning of a mark. */
  #held = Buffer.alloc(0);
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
    this.#scan(Buffer.concat([this.#held, chunk]), false);
  }

  /** There is no more of it. */
  end(): void {
    this.#scan(this.#held, true);
    if (this.#length !== undefined) this.#cut('cut off', this.#length);
  }

  /** @param last true when nothing follows that could complete a mark. */
  #scan(data: Buffer, last: boolean): void {
    const starts = this.#finder(data, START);
    const ends = this.#finder(data, END);
    const certain = data.length - (last ? 0 : beginningOfMark(data));
    let at = 0;
    while (at < certain) {
      if (this.#following !== 'none' && this.#follows(data[at])) {
        at += 1;
        continue;
      }
      const start = starts(at);
      const end = this.#length === undefined ? data.length : ends(at);
      const stop = Math.min(start, end, certain);
      const taken = this.#put(data.subarray(at, stop));
      at += taken;
      // Less than all: the frame was too long, and what follows is text.
      if (at < stop || stop === certain) continue;
      if (stop === start) {
        if (this.#length !== undefined) this.#cut('cut off', this.#length);
        this.#length = 0;
        at += START.length;
      } else {
        this.#endFrame();
        at += END.length;
      }
    }
    this.#held = Buffer.from(data.subarray(certain));
  }

  /** Finds a mark from some place on, at the end of the data where there is none; asked with growing places, it goes over them once. */
  #finder(data: Buffer, mark: Buffer): (from: number) => number {
    let found = -1;
    return (from) => {
      if (found >= from) return found;
      const next = data.indexOf(mark, from);
      found = next < 0 ? data.length : next;
      this.#examined += found - from;
      return found;
    };
  }

  #follows(byte: number | undefined): boolean {
    const before = this.#following;
    this.#following = byte === RETURN && before === 'any' ? 'newline' : 'none';
    return byte === NEWLINE || (byte === RETURN && before === 'any');
  }

  /** Takes bytes between marks; gives how many of them. */
  #put(bytes: Buffer): number {
    this.#examined += bytes.length;
    if (this.#length === undefined) {
      if (bytes.length > 0) this.#sink.text(bytes);
      return bytes.length;
    }
    const copied = bytes.copy(this.#body, this.#length);
    this.#length += copied;
    if (copied < bytes.length) this.#cut(`longer than ${FRAME_BYTES} bytes`, this.#length);
    return copied;
  }

  #endFrame(): void {
    const body = this.#body.subarray(0, this.#length);
    this.#length = undefined;
    this.#following = 'any';
    this.#sink.frame(body);
  }

  /** What follows the cut on later lines is the kernel's. */
  #cut(why: string, length: number): void {
    this.#length = undefined;
    this.#examined += length;
    const body = this.#body.subarray(0, length);
    this.#sink.cut(why, body);
    const newline = body.indexOf(NEWLINE);
    if (newline >= 0) this.#sink.text(body.subarray(newline));
  }
}

/** How many of the last bytes may be the beginning of a mark. */
function beginningOfMark(data: Buffer): number {
  for (let length = Math.min(START.length - 1, data.length); length > 0; length--) {
    const tail = data.subarray(data.length - length);
    if (tail.equals(START.subarray(0, length)) || tail.equals(END.subarray(0, length))) return length;
  }
  return 0;
}
