// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError } from '../../core/errors.js';
import { type ElfSegment, PT_DYNAMIC, PT_INTERP, PT_LOAD, readSegments } from './segments.js';

/** What the dynamic linker reads of a program or library. */
export interface ElfDynamics {
  /** Path of the dynamic linker; missing in libraries and static programs. */
  interpreter?: string;
  /** Names of the libraries it needs, in order. */
  needed: string[];
  /** Folders searched before the standard ones, `$ORIGIN` not yet replaced. */
  searchPath: string[];
}

const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

/** More than any program has: what strangers wrote may say that it needs the same name a million times. */
const MOST = { entries: 10_000, names: 1000, length: 4096 } as const;

/** What the dynamic linker reads of a file; `undefined` for any other file, and for one that leads out of itself. */
export function readDynamics(bytes: Buffer): ElfDynamics | undefined {
  const segments = segmentsOf(bytes);
  if (segments === undefined) return undefined;
  const interpreter = segments.find(({ type }) => type === PT_INTERP);
  const entries = dynamicEntries(bytes, segments);
  const table = entries.find(({ tag }) => tag === DT_STRTAB);
  const names = table === undefined ? 0 : fileOffset(segments, table.value);
  const strings = (wanted: number): string[] =>
    entries
      .filter(({ tag }) => tag === wanted)
      .slice(0, MOST.names)
      .map(({ value }) => stringAt(bytes, names + Number(value)));
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

/** The entries of the dynamic section, in order; none in a static program. */
export function dynamicEntries(
  bytes: Buffer,
  segments: readonly ElfSegment[],
): { tag: number; value: bigint }[] {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) return [];
  const entries: { tag: number; value: bigint }[] = [];
  const end = dynamic.offset + Math.min(dynamic.filesz, MOST.entries * 16);
  for (let at = dynamic.offset; at + 16 <= end; at += 16) {
    const tag = Number(bytes.readBigUInt64LE(at));
    if (tag === 0) break;
    entries.push({ tag, value: bytes.readBigUInt64LE(at + 8) });
  }
  return entries;
}

const NO_PROGRAM = 'ELF_NO_PROGRAM';

function segmentsOf(bytes: Buffer): ElfSegment[] | undefined {
  try {
    return readSegments(bytes, (why) => measureError(NO_PROGRAM, why, 'Get the file again.'));
  } catch (error) {
    // No dynamic linker would take it either.
    if (error instanceof BenchError && error.code === NO_PROGRAM) return undefined;
    throw error;
  }
}

/** Addresses in the dynamic section count from where the file is loaded. */
function fileOffset(segments: readonly ElfSegment[], address: bigint): number {
  const home = segments.find(
    ({ type, vaddr, filesz }) => type === PT_LOAD && address >= vaddr && address < vaddr + BigInt(filesz),
  );
  return Number(home === undefined ? address : address - home.vaddr) + (home?.offset ?? 0);
}

function stringAt(bytes: Buffer, offset: number): string {
  const text = bytes.subarray(offset, offset + MOST.length);
  const end = text.indexOf(0);
  return text.toString('utf8', 0, end < 0 ? text.length : end);
}
