// SPDX-License-Identifier: Apache-2.0
import { printable } from '../core/printable.js';

/** What the kernel said about its own death. */
export interface KernelTrouble {
  kind: 'panic' | 'oops';
  /** The kernel's line, without its time stamp. */
  line: string;
}

const STAMP = /^(?:<\d+>)?(?:\[\s*\d+\.\d+\]\s*)?/;
const PANIC = /^Kernel panic - not syncing(?:: |$)/;
const OOPS =
  /^(?:BUG: |Oops: |general protection fault|stack segment: |invalid opcode: |divide error: |double fault: |PANIC: )/;
const UNPACKING = /^Initramfs unpacking failed/;

/** More of a line is not kept: the kernel's own have 1,024 at most. */
const LINE_BYTES = 2048;

/** What is kept of all lines, characters, from the end. */
export const KEPT_LINES = 512 * 1024;

/** Lines of text that came outside frames, safe to print: control bytes are written \xHH. */
export function kernelLines(text: string): string[] {
  const log = new KernelLog();
  for (const byte of Buffer.from(text, 'latin1')) log.take(byte);
  log.end();
  return log.lines;
}

/** Reads what the firmware and the kernel print, as it comes, and keeps the end of it. */
export class KernelLog {
  readonly #line = Buffer.alloc(LINE_BYTES);
  #length = 0;
  #cut = false;
  #lines: string[] = [];
  #kept = 0;
  #panic: string | undefined;
  #oops: string | undefined;
  #unpacking: string | undefined;

  /** The last whole lines that are not blank, {@link KEPT_LINES} at most. */
  get lines(): string[] {
    return this.#lines;
  }

  /** The first sign of the kernel's death; a panic counts before the oops that led to it. */
  get trouble(): KernelTrouble | undefined {
    if (this.#panic !== undefined) return { kind: 'panic', line: this.#panic };
    return this.#oops === undefined ? undefined : { kind: 'oops', line: this.#oops };
  }

  /** The line that says that the root image was not unpacked. */
  get unpacking(): string | undefined {
    return this.#unpacking;
  }

  take(byte: number): void {
    if (byte === 0x0a) this.#endLine();
    else if (this.#length < LINE_BYTES) this.#line[this.#length++] = byte;
    else this.#cut = true;
  }

  /** A last line needs no end. */
  end(): void {
    this.#endLine();
  }

  #endLine(): void {
    const text = this.#line.toString('latin1', 0, this.#length).replace(/\r{1,8}$/, '');
    const line = this.#cut ? `${printable(text)}...` : printable(text);
    this.#length = 0;
    this.#cut = false;
    if (line.trim() === '') return;
    this.#keep(line);
    const bare = line.replace(STAMP, '');
    if (PANIC.test(bare)) this.#panic ??= bare;
    if (OOPS.test(bare)) this.#oops ??= bare;
    if (UNPACKING.test(bare)) this.#unpacking ??= line;
  }

  /** Dropped now and then only: the work is linear however short the lines are. */
  #keep(line: string): void {
    this.#lines.push(line);
    this.#kept += line.length + 1;
    if (this.#kept <= 2 * KEPT_LINES) return;
    let first = 0;
    for (; this.#kept > KEPT_LINES; first++) this.#kept -= (this.#lines[first]?.length ?? 0) + 1;
    this.#lines = this.#lines.slice(first);
  }
}
