// SPDX-License-Identifier: Apache-2.0

/** Bytes that are loaded. */
export interface BuiltSection {
  name: string;
  address: bigint;
  /** Physical address; the same when missing. */
  loaded?: bigint;
  bytes: Buffer;
  /** True for code. */
  code: boolean;
}

/** A symbol; a `file` gives the locals behind it their source. */
export interface BuiltSymbol {
  name: string;
  address?: bigint;
  size?: number;
  kind?: 'label' | 'object' | 'function' | 'file';
  global?: boolean;
}

/** What an ELF file of a test is made of. */
export interface BuiltElf {
  /** 2: loaded where it is linked, 3: anywhere. */
  type?: 2 | 3;
  sections: readonly BuiltSection[];
  symbols?: readonly BuiltSymbol[];
}

const KINDS = { label: 0, object: 1, function: 2, file: 4 } as const;
const ABSOLUTE = 0xfff1;

/** The bytes of an ELF file for x86-64 with these sections, each a segment of its own, and these symbols. */
export function buildElf({ type = 2, sections, symbols = [] }: BuiltElf): Buffer {
  const names = table(['', ...sections.map(({ name }) => name), '.symtab', '.strtab', '.shstrtab']);
  const strings = table(['', ...symbols.map(({ name }) => name)]);
  const entries = Buffer.concat([
    Buffer.alloc(24),
    ...symbols.map((one) => symbolBytes(one, sections, strings)),
  ]);
  const headers = 64 + 56 * sections.length;
  const placed: { bytes: Buffer; offset: number }[] = [];
  let end = headers;
  for (const bytes of [...sections.map((one) => one.bytes), entries, strings.bytes, names.bytes]) {
    // Addresses and offsets agree within a page, as a loader needs it.
    const address = Number((sections[placed.length]?.address ?? 0n) % 4096n);
    const offset = end + ((address - (end % 4096) + 4096) % 4096);
    placed.push({ bytes, offset });
    end = offset + bytes.length;
  }
  const elf = Buffer.alloc(end + 64 * (placed.length + 1));
  elf.write('\x7fELF\x02\x01\x01', 'latin1');
  elf.writeUInt16LE(type, 16);
  elf.writeUInt16LE(62, 18);
  elf.writeBigUInt64LE(64n, 32);
  elf.writeBigUInt64LE(BigInt(end), 40);
  elf.writeUInt16LE(56, 54);
  elf.writeUInt16LE(sections.length, 56);
  elf.writeUInt16LE(64, 58);
  elf.writeUInt16LE(placed.length + 1, 60);
  elf.writeUInt16LE(placed.length, 62);
  for (const { bytes, offset } of placed) bytes.copy(elf, offset);
  sections.forEach((one, index) => {
    writeSegment(elf, 64 + 56 * index, one, placed[index]?.offset ?? 0);
  });
  const extra = [
    { name: '.symtab', type: 2, link: sections.length + 2 },
    { name: '.strtab', type: 3, link: 0 },
    { name: '.shstrtab', type: 3, link: 0 },
  ];
  placed.forEach(({ bytes, offset }, index) => {
    const own = sections[index];
    const at = end + 64 * (index + 1);
    const { name = '', ...rest } = own ?? extra[index - sections.length] ?? {};
    elf.writeUInt32LE(names.at(name), at);
    elf.writeUInt32LE('link' in rest ? rest.type : 1, at + 4);
    elf.writeBigUInt64LE(own === undefined ? 0n : own.code ? 6n : 2n, at + 8);
    elf.writeBigUInt64LE(own?.address ?? 0n, at + 16);
    elf.writeBigUInt64LE(BigInt(offset), at + 24);
    elf.writeBigUInt64LE(BigInt(bytes.length), at + 32);
    elf.writeUInt32LE('link' in rest ? rest.link : 0, at + 40);
  });
  return elf;
}

function writeSegment(
  elf: Buffer,
  at: number,
  { code, address, loaded, bytes }: BuiltSection,
  offset: number,
): void {
  elf.writeUInt32LE(1, at);
  elf.writeUInt32LE(code ? 5 : 4, at + 4);
  elf.writeBigUInt64LE(BigInt(offset), at + 8);
  elf.writeBigUInt64LE(address, at + 16);
  elf.writeBigUInt64LE(loaded ?? address, at + 24);
  elf.writeBigUInt64LE(BigInt(bytes.length), at + 32);
  elf.writeBigUInt64LE(BigInt(bytes.length), at + 40);
  elf.writeBigUInt64LE(4096n, at + 48);
}

function symbolBytes(
  { name, address = 0n, size = 0, kind = 'function', global = false }: BuiltSymbol,
  sections: readonly BuiltSection[],
  strings: Table,
): Buffer {
  const home = sections.findIndex(
    (one) => address >= one.address && address < one.address + BigInt(one.bytes.length),
  );
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(strings.at(name), 0);
  bytes.writeUInt8((global ? 0x10 : 0) | KINDS[kind], 4);
  bytes.writeUInt16LE(kind === 'file' || home < 0 ? ABSOLUTE : home + 1, 6);
  bytes.writeBigUInt64LE(address, 8);
  bytes.writeBigUInt64LE(BigInt(size), 16);
  return bytes;
}

interface Table {
  bytes: Buffer;
  at: (name: string) => number;
}

function table(names: readonly string[]): Table {
  const offsets = new Map<string, number>();
  let text = '';
  for (const name of names) {
    if (!offsets.has(name)) offsets.set(name, text.length);
    text += `${name}\0`;
  }
  return { bytes: Buffer.from(text, 'latin1'), at: (name) => offsets.get(name) ?? 0 };
}
