// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, sectionBytes, stringAt } from '../../image/elf/file.js';
import type { CodeRange } from './ranges.js';

const SHT_RELA = 4;
const RELOCATION = 24;
const SYMBOL = 24;
/** Bytes of the smallest entry; all others are multiples of it. */
const STEP = 8;
const ENTRY = 16;
/** `jmp *offset(%rip)`, and what may stand before it (`endbr64`, `bnd`). */
const JUMP = Buffer.from([0xff, 0x25]);
const ENDBR64 = Buffer.from([0xf3, 0x0f, 0x1e, 0xfa]);
const BND = 0xf2;
/** Sections of a kind that are looked at; linkers make three. */
const MOST_SECTIONS = 16;

/** Entries through which a file calls functions of others, named after them: `memcpy@plt`. */
export function pltEntriesOf(elf: ElfFile): CodeRange[] {
  const names = importedNames(elf);
  return elf.sections
    .filter(({ name }) => name.startsWith('.plt'))
    .slice(0, MOST_SECTIONS)
    .flatMap((section) => {
      const bytes = sectionBytes(elf, section);
      const size = section.name === '.plt.got' && bytes.length % ENTRY !== 0 ? STEP : ENTRY;
      const found: CodeRange[] = [];
      for (let at = 0; at + size <= bytes.length; at += size) {
        const start = section.address + BigInt(at);
        const slot = slotOf(bytes.subarray(at, at + size), start);
        const name = slot === undefined ? undefined : names.get(slot);
        if (name !== undefined)
          found.push({ start, end: start + BigInt(size), name: `${name}@plt`, source: '' });
      }
      return found;
    });
}

/** Address that an entry jumps through. */
function slotOf(entry: Buffer, start: bigint): bigint | undefined {
  let at = entry.subarray(0, 4).equals(ENDBR64) ? 4 : 0;
  if (entry[at] === BND) at += 1;
  if (at + 6 > entry.length || !entry.subarray(at, at + 2).equals(JUMP)) return undefined;
  return start + BigInt(at + 6) + BigInt(entry.readInt32LE(at + 2));
}

/** Names of what the dynamic linker finds in other files, by the address where it puts it. */
function importedNames(elf: ElfFile): Map<bigint, string> {
  const found = new Map<bigint, string>();
  for (const section of elf.sections.filter(({ type }) => type === SHT_RELA).slice(0, MOST_SECTIONS)) {
    const symbols = elf.sections[section.link];
    const strings = elf.sections[symbols?.link ?? -1];
    if (symbols === undefined || strings === undefined) continue;
    const [entries, table, names] = [section, symbols, strings].map((one) => sectionBytes(elf, one));
    if (entries === undefined || table === undefined || names === undefined) continue;
    for (let at = 0; at + RELOCATION <= entries.length; at += RELOCATION) {
      const symbol = entries.readUInt32LE(at + 12) * SYMBOL;
      if (symbol === 0 || symbol + SYMBOL > table.length) continue;
      const name = stringAt(names, table.readUInt32LE(symbol));
      if (name !== '') found.set(entries.readBigUInt64LE(at), name);
    }
  }
  return found;
}
