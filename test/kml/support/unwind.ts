// SPDX-License-Identifier: Apache-2.0
import type { OrcEntry, OrcTable, Place } from './orc.js';

/** A machine that stands still: its registers, and the eight bytes at an address, undefined where nothing is mapped. */
export interface Stopped {
  registers: ReadonlyMap<string, bigint>;
  read: (address: bigint) => Promise<bigint | undefined>;
}

/** Where somebody was: the next instruction and the stack. */
export interface Frame {
  ip: bigint;
  sp: bigint;
}

/** Frames from the innermost, and why there are no more. */
export interface Trace {
  frames: Frame[];
  /** `unknown`: the table says nothing of the outermost one. */
  ending: 'user' | 'end' | 'unknown' | 'lost';
}

/** Offsets in struct pt_regs, bytes. */
export const PT_REGS = { bp: 32n, ip: 128n, sp: 152n, size: 168n };

/** More than any stack of a test is deep. */
const DEEPEST = 60;

/** Whether an address is one of user code. */
export function isUser(address: bigint): boolean {
  return address >> 63n === 0n;
}

interface State extends Frame {
  bp: bigint | undefined;
  /** Those of the interrupted instruction, which only its own frame may go by. */
  registers: ReadonlyMap<string, bigint> | undefined;
  /** Whether `ip` was interrupted there, not called from before it. */
  exact: boolean;
}

/** Goes through the stack as the kernel's unwinder does, by the kernel's own table. */
export async function unwind(table: OrcTable, machine: Stopped): Promise<Trace> {
  const { registers } = machine;
  let state: State | undefined = {
    ip: registers.get('ip') ?? 0n,
    sp: registers.get('sp') ?? 0n,
    bp: registers.get('bp'),
    registers,
    exact: true,
  };
  const frames: Frame[] = [];
  while (state !== undefined && frames.length < DEEPEST) {
    frames.push({ ip: state.ip, sp: state.sp });
    if (isUser(state.ip)) return { frames, ending: 'user' };
    const entry = table.at(state.exact ? state.ip : state.ip - 1n);
    if (entry?.kind === 'end') return { frames, ending: 'end' };
    if (entry === undefined || entry.kind === 'undefined') return { frames, ending: 'unknown' };
    state = await caller(state, entry, machine);
  }
  return { frames, ending: 'lost' };
}

async function caller(state: State, entry: OrcEntry, { read }: Stopped): Promise<State | undefined> {
  const base = await baseOf(state, entry.sp, read);
  if (base === undefined) return undefined;
  const at = async (offset: bigint): Promise<bigint | undefined> => await read(base + offset);
  const whole = entry.kind === 'regs';
  const [ip, sp] = {
    call: [await at(-8n), base],
    regs: [await at(PT_REGS.ip), await at(PT_REGS.sp)],
    partial: [await at(0n), await at(PT_REGS.sp - PT_REGS.ip)],
  }[entry.kind as 'call' | 'regs' | 'partial'];
  if (ip === undefined || sp === undefined) return undefined;
  const bp = whole ? await at(PT_REGS.bp) : await former(state, entry.bp, base, read);
  return { ip, sp, bp, registers: undefined, exact: entry.kind !== 'call' };
}

async function baseOf(
  state: State,
  { from, offset }: Place,
  read: Stopped['read'],
): Promise<bigint | undefined> {
  const added = BigInt(offset);
  switch (from) {
    case 'sp':
      return state.sp + added;
    case 'bp':
      return state.bp === undefined ? undefined : state.bp + added;
    case 'sp, indirect': {
      const there = await read(state.sp);
      return there === undefined ? undefined : there + added;
    }
    case 'bp, indirect':
      return state.bp === undefined ? undefined : await read(state.bp + added);
    default: {
      const value = state.registers?.get(from);
      return value === undefined ? undefined : value + added;
    }
  }
}

async function former(
  state: State,
  { from, offset }: Place,
  base: bigint,
  read: Stopped['read'],
): Promise<bigint | undefined> {
  if (from === 'previous sp') return await read(base + BigInt(offset));
  if (from === 'bp') return state.bp === undefined ? undefined : await read(state.bp + BigInt(offset));
  return state.bp;
}
