// SPDX-License-Identifier: Apache-2.0
import type { Program, ProgramCode } from './program.js';

/** Where a program may have been loaded. */
export interface Place {
  program: Program;
  /** What is added to the addresses that it was linked at; 0 for one that is loaded there. */
  bias: number;
}

const PAGE = 4096;

/** Every place of a program where an address has these bytes. A program is loaded in whole pages. */
export function placesOf(program: Program, address: number, bytes: Buffer): Place[] {
  const found: Place[] = [];
  for (const code of program.code) {
    if (program.fixed) {
      if (hasAt(code, address, bytes)) found.push({ program, bias: 0 });
      continue;
    }
    const first = address % PAGE;
    const start = first - (code.address % PAGE);
    const word = bytes.length >= 4 ? bytes.readInt32LE(0) : undefined;
    for (let at = start < 0 ? start + PAGE : start; at + bytes.length <= code.bytes.length; at += PAGE) {
      if (word !== undefined && code.bytes.readInt32LE(at) !== word) continue;
      if (bytes.equals(code.bytes.subarray(at, at + bytes.length)))
        found.push({ program, bias: address - (code.address + at) });
    }
  }
  return found;
}

/** Whether an address is in the code of a program that is patched, whose bytes are not those of its file. */
export function isPatchedAt({ program, bias }: Place, address: number): boolean {
  return (
    program.patched &&
    program.code.some(({ address: start, bytes }) => {
      const at = address - bias - start;
      return at >= 0 && at < bytes.length;
    })
  );
}

/** Whether a program in a place has these bytes at an address. */
export function fitsAt({ program, bias }: Place, address: number, bytes: Buffer): boolean {
  return program.code.some((code) => hasAt(code, address - bias, bytes));
}

function hasAt(code: ProgramCode, linked: number, bytes: Buffer): boolean {
  const at = linked - code.address;
  if (at < 0 || at + bytes.length > code.bytes.length) return false;
  return bytes.equals(code.bytes.subarray(at, at + bytes.length));
}
