// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { readElf } from '../../../harness/image/elf/file.js';
import { kernelVersion } from './kernels.js';

/** What the kernel's unwinder is told of an instruction: what lies where on the stack then. */
export type FrameKind = 'undefined' | 'end' | 'call' | 'regs' | 'partial';

/** Where a register was before: at an offset from another. */
export interface Place {
  from: Register;
  offset: number;
}

const REGISTERS = [
  'undefined',
  'previous sp',
  'dx',
  'di',
  'bp',
  'sp',
  'r10',
  'r13',
  'bp, indirect',
  'sp, indirect',
] as const;

export type Register = (typeof REGISTERS)[number];

/** An entry of the table: see orc_types.h in the kernel. */
export interface OrcEntry {
  kind: FrameKind;
  sp: Place;
  bp: Place;
}

/** Names of the kernel for the ends of the two parts of the table. */
export const ORC_NAMES = [
  ...['__start_orc_unwind_ip', '__stop_orc_unwind_ip'],
  ...['__start_orc_unwind', '__stop_orc_unwind'],
];

/** Bytes of an entry: two offsets, then two bytes of fields. */
const SIZE = 6;

/** Kinds by number since 6.4, and before, where an end was a flag of its own. */
const KINDS: readonly FrameKind[] = ['undefined', 'end', 'call', 'regs', 'partial'];
const FORMER_KINDS: readonly FrameKind[] = ['call', 'regs', 'partial'];
const FORMER_END = 1 << 10;
const former = kernelVersion === '6.1';

/** The table of a kernel: what holds at an address, from the entry at or below it. */
export class OrcTable {
  /**
   * @param start address of the first part.
   * @param places the first part: how far from itself each entry's code begins.
   * @param entries the second: the entries, in the same order.
   */
  constructor(
    private readonly start: bigint,
    private readonly places: Buffer,
    private readonly entries: Buffer,
  ) {}

  /** What holds at an instruction; undefined below the first entry. */
  at(address: bigint): OrcEntry | undefined {
    let [low, high] = [0, this.places.length / 4];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.place(middle) <= address) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? undefined : this.entry(low - 1);
  }

  private place(index: number): bigint {
    return this.start + BigInt(4 * index + this.places.readInt32LE(4 * index));
  }

  private entry(index: number): OrcEntry {
    const bytes = this.entries.subarray(SIZE * index);
    const fields = bytes.readUInt16LE(4);
    return {
      kind: kindOf(fields),
      sp: { from: registerOf(fields & 15), offset: bytes.readInt16LE(0) },
      bp: { from: registerOf((fields >> 4) & 15), offset: bytes.readInt16LE(2) },
    };
  }
}

function kindOf(fields: number): FrameKind {
  if (!former) return KINDS[(fields >> 8) & 7] ?? 'undefined';
  if ((fields & FORMER_END) !== 0) return 'end';
  return (fields & 15) === 0 ? 'undefined' : (FORMER_KINDS[(fields >> 8) & 3] ?? 'undefined');
}

function registerOf(number: number): Register {
  return REGISTERS[number] ?? 'undefined';
}

/**
 * The table of a vmlinux, which runs where it was linked.
 * @param addresses those of {@link ORC_NAMES}.
 */
export async function orcTable(path: string, addresses: ReadonlyMap<string, bigint>): Promise<OrcTable> {
  const { bytes, segments } = readElf(await readFile(path), path);
  const [places, afterPlaces, entries, afterEntries] = ORC_NAMES.map((name) => addresses.get(name) ?? 0n) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const between = (start: bigint, end: bigint): Buffer => {
    const segment = segments.find(({ vaddr, filesz }) => vaddr <= start && end <= vaddr + BigInt(filesz));
    if (segment === undefined || end <= start)
      throw new Error(`${path} has no table at ${start.toString(16)}`);
    const offset = segment.offset + Number(start - segment.vaddr);
    return bytes.subarray(offset, offset + Number(end - start));
  };
  return new OrcTable(places, between(places, afterPlaces), between(entries, afterEntries));
}
