// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { readElf } from '../elf/file.js';
import { PT_NOTE } from '../elf/segments.js';

/** For which tender an image was linked. */
export interface Solo5Abi {
  /** `hvt`, `spt`, ...; a number for one that nobody knows here. */
  target: string;
  version: number;
}

const NOTE_NAME = 'Solo5';
/** `ABI1`. */
const NOTE_TYPE = 0x31494241;

/** By number, from 1. */
const TARGETS = ['hvt', 'spt', 'virtio', 'muen', 'genode', 'xen'];

/** Versions of the interface that a tender was seen to run. */
const RUN = [2];

/**
 * For which tender an image was linked, by its note.
 * @throws BenchError `ELF_DAMAGED`, `SOLO5_ABI` (exit 3) for a file without the note, as all were before Solo5 0.6.
 */
export function readSolo5Abi(bytes: Buffer, name: string): Solo5Abi {
  const { segments } = readElf(bytes, name);
  for (const { type, offset, filesz } of segments) {
    if (type !== PT_NOTE) continue;
    const abi = inNotes(bytes.subarray(offset, offset + filesz));
    if (abi !== undefined) return abi;
  }
  throw other(
    name,
    'it has no note that says for which tender it is, as images from before Solo5 0.6 have none',
  );
}

/**
 * Requires an image that the tender `solo5-hvt` runs.
 * @throws BenchError `ELF_DAMAGED`, `SOLO5_ABI` (exit 3).
 */
export function requireHvt(bytes: Buffer, name: string): Solo5Abi {
  const abi = readSolo5Abi(bytes, name);
  if (abi.target !== 'hvt') throw other(name, `it is for ${abi.target}`);
  if (!RUN.includes(abi.version))
    throw other(
      name,
      `it wants version ${abi.version} of the interface, and tenders of today have ${RUN.join(', ')}`,
    );
  return abi;
}

const aligned = (bytes: number): number => 4 * Math.ceil(bytes / 4);

function inNotes(notes: Buffer): Solo5Abi | undefined {
  for (let at = 0; at + 12 <= notes.length;) {
    const [names, described] = [notes.readUInt32LE(at), notes.readUInt32LE(at + 4)];
    const name = at + 12;
    const body = name + aligned(names);
    if (body + described > notes.length) return undefined;
    const own = notes.toString('latin1', name, name + names).replace(/\0$/, '') === NOTE_NAME;
    if (own && notes.readUInt32LE(at + 8) === NOTE_TYPE && described >= 8) {
      const target = notes.readUInt32LE(body);
      return { target: TARGETS[target - 1] ?? String(target), version: notes.readUInt32LE(body + 4) };
    }
    at = body + aligned(described);
  }
  return undefined;
}

function other(name: string, why: string): Error {
  return measureError(
    'SOLO5_ABI',
    `${printable(name, 200)} is no image for solo5-hvt: ${why}.`,
    'Link it again with the Solo5 of today, or run it with the tender that it was published with.',
  );
}
