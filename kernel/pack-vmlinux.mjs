#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a kernel's loadable bytes without padding: node kernel/pack-vmlinux.mjs <stripped vmlinux> <packed vmlinux>
 *
 * The linker starts segments at multiples of 2 MiB, in memory and therefore in the file, and fills the room between
 * with zeros or 0xcc. A VMM gives the guest zeroed memory, so whole pages of padding need not be in the file: each
 * segment is split around them. Addresses, entry point and the PVH note stay; section headers go.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const PAGE = 4096
const ELF_HEADER = 64
const PROGRAM_HEADER = 56
const PT_LOAD = 1
const PT_NOTE = 4

/** @typedef {{type: number, flags: number, offset: number, vaddr: bigint, paddr: bigint, filesz: number, memsz: number, align: number}} Segment */

/** @param {Buffer} elf @returns {Segment[]} */
function readSegments(elf) {
  const start = Number(elf.readBigUInt64LE(32))
  return Array.from({ length: elf.readUInt16LE(56) }, (_, index) => {
    const at = start + index * PROGRAM_HEADER
    const wide = (/** @type {number} */ field) => elf.readBigUInt64LE(at + field)
    return {
      type: elf.readUInt32LE(at),
      flags: elf.readUInt32LE(at + 4),
      offset: Number(wide(8)),
      vaddr: wide(16),
      paddr: wide(24),
      filesz: Number(wide(32)),
      memsz: Number(wide(40)),
      align: Number(wide(48)),
    }
  })
}

/** Splits a segment at pages of padding. What follows the file's bytes (bss) stays with the last part.
 * @param {Buffer} elf @param {Segment} segment @returns {Segment[]} */
function withoutPadding(elf, segment) {
  /** @type {Segment[]} */
  const parts = []
  for (let from = 0; from < segment.filesz; from += PAGE) {
    const size = Math.min(PAGE, segment.filesz - from)
    const page = elf.subarray(segment.offset + from, segment.offset + from + size)
    if (page.every((byte) => byte === 0) || page.every((byte) => byte === 0xcc)) continue
    const last = parts.at(-1)
    if (last !== undefined && last.offset + last.filesz === segment.offset + from) {
      last.filesz += size
      last.memsz = last.filesz
    } else {
      parts.push({
        ...segment,
        offset: segment.offset + from,
        vaddr: segment.vaddr + BigInt(from),
        paddr: segment.paddr + BigInt(from),
        filesz: size,
        memsz: size,
        align: PAGE,
      })
    }
  }
  const last = parts.at(-1)
  if (last !== undefined) last.memsz = segment.memsz - (last.offset - segment.offset)
  return parts
}

/** @param {Buffer} elf @returns {Buffer} */
function pack(elf) {
  if (elf.readUInt32BE(0) !== 0x7f454c46 || elf[4] !== 2) throw new Error('not a 64-bit ELF file')
  const segments = readSegments(elf)
  const loads = segments.filter(({ type }) => type === PT_LOAD).flatMap((segment) => withoutPadding(elf, segment))
  const notes = segments.filter(({ type }) => type === PT_NOTE)
  const headers = ELF_HEADER + (loads.length + notes.length) * PROGRAM_HEADER
  const upToPage = (/** @type {number} */ size) => Math.ceil(size / PAGE) * PAGE
  let end = upToPage(headers)
  const placed = loads.map((segment) => {
    const moved = { ...segment, offset: end }
    end += upToPage(segment.filesz)
    return moved
  })
  const packed = Buffer.alloc(end)
  elf.copy(packed, 0, 0, ELF_HEADER)
  packed.writeBigUInt64LE(BigInt(ELF_HEADER), 32) // program headers follow the ELF header
  packed.writeBigUInt64LE(0n, 40) // no section headers
  packed.writeUInt16LE(placed.length + notes.length, 56)
  packed.fill(0, 58, 64)
  placed.forEach((segment, index) => {
    const source = /** @type {Segment} */ (loads[index])
    elf.copy(packed, segment.offset, source.offset, source.offset + source.filesz)
  })
  const movedNotes = notes.map((note) => {
    const home = placed.find(({ paddr, filesz }) => note.paddr >= paddr && note.paddr < paddr + BigInt(filesz))
    if (home === undefined) throw new Error('the PVH note is in no loadable segment')
    return { ...note, offset: home.offset + Number(note.paddr - home.paddr) }
  })
  ;[...placed, ...movedNotes].forEach((segment, index) => {
    const at = ELF_HEADER + index * PROGRAM_HEADER
    packed.writeUInt32LE(segment.type, at)
    packed.writeUInt32LE(segment.flags, at + 4)
    packed.writeBigUInt64LE(BigInt(segment.offset), at + 8)
    packed.writeBigUInt64LE(segment.vaddr, at + 16)
    packed.writeBigUInt64LE(segment.paddr, at + 24)
    packed.writeBigUInt64LE(BigInt(segment.filesz), at + 32)
    packed.writeBigUInt64LE(BigInt(segment.memsz), at + 40)
    packed.writeBigUInt64LE(BigInt(segment.align), at + 48)
  })
  return packed
}

const [input, output] = process.argv.slice(2)
if (input === undefined || output === undefined) {
  process.stderr.write('usage: node kernel/pack-vmlinux.mjs <stripped vmlinux> <packed vmlinux>\n')
  process.exitCode = 2
} else {
  writeFileSync(output, pack(readFileSync(input)))
}
