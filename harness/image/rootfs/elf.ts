// SPDX-License-Identifier: Apache-2.0

/** What the dynamic linker reads of a program or library. */
export interface ElfDynamics {
  /** Path of the dynamic linker; missing in libraries and static programs. */
  interpreter?: string;
  /** Names of the libraries it needs, in order. */
  needed: string[];
  /** Folders searched before the standard ones, `$ORIGIN` not yet replaced. */
  searchPath: string[];
}

const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const MACHINE_X86_64 = 62;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

interface Segment {
  type: number;
  offset: number;
  address: number;
  size: number;
}

/** More than any program has: what strangers wrote may say that it needs the same name a million times. */
const MOST = { entries: 10_000, names: 1000, length: 4096 } as const;

/** Reads a 64-bit x86 ELF file; `undefined` for any other file, and for one whose tables are not all in it. */
export function readElf(bytes: Buffer): ElfDynamics | undefined {
  try {
    return readTables(bytes);
  } catch (error) {
    // A place outside of the file: no dynamic linker would take it either.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readTables(bytes: Buffer): ElfDynamics | undefined {
  if (bytes.length < 64 || bytes.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  if (bytes[4] !== CLASS_64 || bytes[5] !== LITTLE_ENDIAN || bytes.readUInt16LE(18) !== MACHINE_X86_64) {
    return undefined;
  }
  const segments = readSegments(bytes);
  const interpreter = segments.find(({ type }) => type === PT_INTERP);
  const entries = readDynamic(bytes, segments);
  const table = entries.find(({ tag }) => tag === DT_STRTAB);
  const names = table === undefined ? 0 : fileOffset(segments, table.value);
  const strings = (tag: number): string[] =>
    entries
      .filter((entry) => entry.tag === tag)
      .slice(0, MOST.names)
      .map(({ value }) => stringAt(bytes, names + value));
  const runpath = strings(DT_RUNPATH);
  const paths = runpath.length > 0 ? runpath : strings(DT_RPATH);
  return {
    ...(interpreter === undefined ? {} : { interpreter: stringAt(bytes, interpreter.offset) }),
    needed: strings(DT_NEEDED),
    searchPath: paths
      .flatMap((path) => path.split(':'))
      .filter((path) => path !== '')
      .slice(0, MOST.names),
  };
}

function readSegments(bytes: Buffer): Segment[] {
  const start = Number(bytes.readBigUInt64LE(32));
  const size = bytes.readUInt16LE(54);
  const count = bytes.readUInt16LE(56);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      type: bytes.readUInt32LE(at),
      offset: Number(bytes.readBigUInt64LE(at + 8)),
      address: Number(bytes.readBigUInt64LE(at + 16)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
    };
  });
}

function readDynamic(bytes: Buffer, segments: readonly Segment[]): { tag: number; value: number }[] {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) return [];
  const entries: { tag: number; value: number }[] = [];
  const end = Math.min(dynamic.offset + dynamic.size, dynamic.offset + MOST.entries * 16);
  for (let at = dynamic.offset; at + 16 <= end; at += 16) {
    const tag = Number(bytes.readBigUInt64LE(at));
    if (tag === 0) break;
    entries.push({ tag, value: Number(bytes.readBigUInt64LE(at + 8)) });
  }
  return entries;
}

/** Addresses in the dynamic section count from where the file is loaded. */
function fileOffset(segments: readonly Segment[], address: number): number {
  const home = segments.find(
    (segment) =>
      segment.type === PT_LOAD && address >= segment.address && address < segment.address + segment.size,
  );
  return home === undefined ? address : address - home.address + home.offset;
}

function stringAt(bytes: Buffer, offset: number): string {
  const text = bytes.subarray(offset, offset + MOST.length);
  const end = text.indexOf(0);
  return text.toString('utf8', 0, end < 0 ? text.length : end);
}
