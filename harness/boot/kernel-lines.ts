// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign, foreignLines, rawText } from '../core/foreign.js';
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

/** Longest line that is shown, characters; the kernel's own have 1024. */
const LONGEST_LINE = 1024;

/** Lines of text that came outside frames, safe to print: control bytes are written \xHH. */
export function kernelLines(rest: Foreign): string[] {
  return foreignLines(rest)
    .map((line) => printable(withoutReturns(line), LONGEST_LINE))
    .filter((line) => line.trim() !== '');
}

/** A serial console ends lines with carriage returns too. */
function withoutReturns(line: Foreign): Foreign {
  const text = rawText(line);
  let end = text.length;
  while (text[end - 1] === '\r') end -= 1;
  return foreign(text.slice(0, end));
}

/** The first sign of a kernel's death; a panic counts before the oops that led to it. */
export function kernelTrouble(lines: readonly string[]): KernelTrouble | undefined {
  const bare = lines.map((line) => line.replace(STAMP, ''));
  const panic = bare.find((line) => PANIC.test(line));
  if (panic !== undefined) return { kind: 'panic', line: panic };
  const oops = bare.find((line) => OOPS.test(line));
  return oops === undefined ? undefined : { kind: 'oops', line: oops };
}
