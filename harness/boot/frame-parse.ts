// SPDX-License-Identifier: Apache-2.0
import { digitsNumber, wholeNumber } from '../core/numbers.js';
import { crc32 } from './crc32.js';

/** One message of the guest's PID 1, as `kernel/init/README.md` describes it. */
export interface Frame {
  /** What binds it to its boot. */
  nonce: string;
  sequence: number;
  type: string;
  /** Payload with its escapes resolved. */
  payload: Buffer;
}

/** A frame, and what the kernel printed into the middle of it. */
export interface ParsedFrame {
  frame: Frame;
  /** Whole lines; empty when there are none. */
  inserted: string;
}

/** Most characters of a payload as written; PID 1 writes 768. */
const PAYLOAD = 1024;

/** Most characters before the payload. */
const HEAD = 80;

const HEAD_PATTERN = /^([0-9a-f]{16}) (\d{1,9}) ([a-z0-9-]{1,24}) (\d{1,4}) ([0-9a-f]{8}) /;
const WRITTEN = /^[\x20-\x7d]*$/;

/**
 * Reads what stands between the marks of a frame. A kernel message in the middle is taken out again when the frame's own length
 * and CRC then fit; any other damage is no frame, never guessed at.
 */
export class FrameParser {
  #examined = 0;

  /** Looks at characters so far, each look counted. */
  get examined(): number {
    return this.#examined;
  }

  /**
   * Reads what stood between two marks; nothing when it is no frame.
   * @param body at most a few thousand characters.
   */
  parse(body: string): ParsedFrame | undefined {
    const whole = this.#whole(body);
    return whole === undefined ? this.#withoutInsertion(body) : { frame: whole, inserted: '' };
  }

  #whole(body: string): Frame | undefined {
    if (body.length > HEAD + PAYLOAD) return undefined;
    this.#examined += body.length;
    const match = HEAD_PATTERN.exec(body);
    if (match === null) return undefined;
    const [head, nonce = '', sequence = '', type = '', length = '', crc = ''] = match;
    const payload = body.slice(head.length);
    if (payload.length !== wholeNumber(length) || !WRITTEN.test(payload)) return undefined;
    if (crc32(Buffer.from(`${sequence} ${type} ${payload}`, 'latin1')) !== digitsNumber(crc, 16, 8))
      return undefined;
    const bytes = unescape(payload);
    return bytes === undefined
      ? undefined
      : { nonce, sequence: wholeNumber(sequence) ?? -1, type, payload: bytes };
  }

  /** The kernel prints whole lines, so what it put into a frame ends with the last newline in it. */
  #withoutInsertion(body: string): ParsedFrame | undefined {
    this.#examined += body.length;
    const end = body.lastIndexOf('\n') + 1;
    const behind = body.slice(end);
    if (end === 0 || behind.length > HEAD + PAYLOAD) return undefined;
    for (const start of possibleStarts(body, behind)) {
      const frame = this.#whole(body.slice(0, start) + behind);
      if (frame !== undefined) return { frame, inserted: `\n${body.slice(start, end)}` };
    }
    return undefined;
  }
}

function unescape(payload: string): Buffer | undefined {
  if (/\\(?!x[0-9a-f]{2})/.test(payload)) return undefined;
  const plain = payload.replaceAll(/\\x([0-9a-f]{2})/g, (_escape, hex: string) =>
    String.fromCharCode(digitsNumber(hex, 16, 2) ?? 0),
  );
  return Buffer.from(plain, 'latin1');
}

/** Where what the kernel put in may begin: a head that is whole says it, in one that is not it may be anywhere. */
function possibleStarts(body: string, behind: string): number[] {
  const most = body.indexOf('\n');
  const [head, , , , length] = HEAD_PATTERN.exec(body.slice(0, Math.min(most, HEAD))) ?? [];
  const inPayload = head === undefined ? -1 : head.length + (wholeNumber(length) ?? 0) - behind.length;
  const inHead = Array.from({ length: Math.min(most, HEAD) + 1 }, (_, start) => start);
  return inPayload > HEAD && inPayload <= most ? [inPayload, ...inHead] : inHead;
}
