// SPDX-License-Identifier: Apache-2.0
import { foreign, withoutReturns } from '../core/foreign.js';
import { printable } from '../core/printable.js';

/** What the kernel said about its own death. */
export interface KernelTrouble {
  kind: 'panic' | 'oops';
  /** The kernel's line, without its time stamp. */
  line: string;
}

/** Lines that decide how a boot ended, without their time stamp. */
const SIGNS = {
  panic: /^Kernel panic - not syncing(?:: |$)/,
  oops: /^(?:BUG: |Oops: |general protection fault|stack segment: |invalid opcode: |divide error: |double fault: |PANIC: )/,
  unpacking: /^Initramfs unpacking failed/,
} as const;

const STAMP = /^(?:<\d+>)?(?:\[\s*\d+\.\d+\]\s*)?/;

/** No sign is shorter. */
const SHORTEST = 5;

/** More of a line is not looked at: the kernel's own have 1,024 at most. */
const LINE_BYTES = 2048;

/** What is kept of all lines, bytes, from the end. */
export const KEPT_BYTES = 256 * 1024;

const NEWLINE = 0x0a;

/** Reads what the firmware and the kernel print, as it comes, and keeps the end of it. */
export class KernelLog {
  readonly #line = Buffer.alloc(LINE_BYTES);
  #length = 0;
  readonly #signs = new Map<keyof typeof SIGNS, string>();
  /** The end of all text. It is twice as long as what is kept, so that bytes move only once per half of it. */
  readonly #tail = Buffer.alloc(2 * KEPT_BYTES);
  #kept = 0;
  #dropped = false;

  /** The first sign of the kernel's death; a panic counts before the oops that led to it. */
  get trouble(): KernelTrouble | undefined {
    for (const kind of ['panic', 'oops'] as const) {
      const line = this.#signs.get(kind);
      if (line !== undefined) return { kind, line: line.replace(STAMP, '') };
    }
    return undefined;
  }

  /** The line that says that the root image was not unpacked. */
  get unpacking(): string | undefined {
    return this.#signs.get('unpacking');
  }

  /** The last lines that are not blank, safe to print: control bytes are written \xHH. */
  lines(): string[] {
    const all = this.#tail.toString('latin1', 0, this.#kept).split('\n');
    // The first one is not whole.
    const whole = this.#dropped ? all.slice(1) : all;
    return whole
      .filter((line) => line.trim() !== '')
      .map((line) => printable(withoutReturns(foreign(line)), LINE_BYTES));
  }

  /** Takes the next bytes, in pieces of any size. */
  take(bytes: Uint8Array): void {
    this.#keep(bytes);
    const line = this.#line;
    let length = this.#length;
    for (const byte of bytes) {
      if (byte !== NEWLINE) {
        // Beyond its end a write has no effect.
        line[length] = byte;
        length += 1;
        continue;
      }
      if (length >= SHORTEST) this.#look(length);
      length = 0;
    }
    this.#length = length;
  }

  /** A last line needs no end. */
  end(): void {
    this.#look(this.#length);
    this.#length = 0;
  }

  /** Once there is one of each kind nothing more has to be looked for. */
  #look(length: number): void {
    if (this.#signs.size === Object.keys(SIGNS).length) return;
    const text = this.#line.toString('latin1', 0, Math.min(length, LINE_BYTES));
    const bare = text.replace(STAMP, '');
    for (const [kind, sign] of Object.entries(SIGNS) as [keyof typeof SIGNS, RegExp][])
      if (!this.#signs.has(kind) && sign.test(bare))
        this.#signs.set(kind, printable(withoutReturns(foreign(text)), LINE_BYTES));
  }

  #keep(bytes: Uint8Array): void {
    let left = bytes;
    while (left.length > 0) {
      if (this.#kept === this.#tail.length) {
        this.#tail.copyWithin(0, KEPT_BYTES);
        this.#kept = KEPT_BYTES;
        this.#dropped = true;
      }
      const part = left.subarray(0, this.#tail.length - this.#kept);
      this.#tail.set(part, this.#kept);
      this.#kept += part.length;
      left = left.subarray(part.length);
    }
  }
}
