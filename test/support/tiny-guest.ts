// SPDX-License-Identifier: Apache-2.0

/**
 * A complete guest of a few instructions: an ELF file with a PVH entry note, entered in 32-bit protected mode. It writes
 * `K` to the serial port and 0 to isa-debug-exit. Made here byte by byte, so that a probe needs no compiler and no
 * kernel.
 *
 * Layout: ELF header (64) + two program headers (56 each) + note (20) + code, loaded at 1 MiB.
 */
export function tinyGuest(): Uint8Array {
  const load = 0x100000;
  const noteAt = 64 + 2 * 56;
  const codeAt = noteAt + 20;
  // mov dx,0x3f8; mov al,'K'; out dx,al; mov al,0; out 0xf4,al; hlt; jmp to the hlt
  const code = Uint8Array.of(
    0x66,
    0xba,
    0xf8,
    0x03,
    0xb0,
    0x4b,
    0xee,
    0xb0,
    0x00,
    0xe6,
    0xf4,
    0xf4,
    0xeb,
    0xfd,
  );
  const bytes = new Uint8Array(codeAt + code.length);
  const view = new DataView(bytes.buffer);
  const header = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1];
  bytes.set(header, 0);
  const u16 = (at: number, value: number): void => {
    view.setUint16(at, value, true);
  };
  const u32 = (at: number, value: number): void => {
    view.setUint32(at, value, true);
  };
  const u64 = (at: number, value: number): void => {
    view.setBigUint64(at, BigInt(value), true);
  };
  u16(16, 2); // ET_EXEC
  u16(18, 62); // x86-64: QEMU looks for the note in 64-bit files only
  u32(20, 1);
  u64(24, load + codeAt);
  u64(32, 64);
  u16(52, 64);
  u16(54, 56);
  u16(56, 2);
  u16(58, 64);
  const segment = (at: number, type: number, from: number, size: number): void => {
    u32(at, type);
    u32(at + 4, 7);
    u64(at + 8, from);
    u64(at + 16, load + from);
    u64(at + 24, load + from);
    u64(at + 32, size);
    u64(at + 40, size);
    u64(at + 48, 4);
  };
  segment(64, 1, 0, bytes.length); // PT_LOAD
  segment(64 + 56, 4, noteAt, 20); // PT_NOTE
  u32(noteAt, 4); // name "Xen\0"
  u32(noteAt + 4, 4); // value of 4 bytes
  u32(noteAt + 8, 18); // XEN_ELFNOTE_PHYS32_ENTRY
  bytes.set([0x58, 0x65, 0x6e, 0], noteAt + 12);
  u32(noteAt + 16, load + codeAt);
  bytes.set(code, codeAt);
  return bytes;
}
