// SPDX-License-Identifier: Apache-2.0
import type { BuiltElf, BuiltSymbol } from './elf-builder.js';

/** Where the code of the small kernel begins. */
export const TEXT = 0xffffffff81000000n;

/** Where it is loaded. */
export const LOADED = 0x1000000n;

const DATA = 0xffffffff82000000n;
const VECTORS = 204;

/** Offsets of the symbols that every kernel has. */
const SYMBOLS: readonly [name: string, offset: number, size: number][] = [
  ['pvh_start_xen', 0, 64],
  ['asm_exc_page_fault', 0x100, 32],
  ['asm_exc_int3', 0x120, 32],
  ['asm_sysvec_apic_timer_interrupt', 0x140, 32],
  ['__switch_to_asm', 0x200, 64],
  ['ret_from_fork', 0x240, 32],
  ['start_thread', 0x280, 16],
  ['kthread', 0x300, 64],
  ['smpboot_thread_fn', 0x340, 64],
  ['run_ksoftirqd', 0x380, 32],
  ['rcu_process_callbacks', 0x3a0, 32],
  ['__x64_sys_read', 0x400, 16],
  ['__x64_sys_getpid', 0x410, 16],
  ['__x64_sys_ni_syscall', 0x420, 16],
  ['early_idt_handler_array', 0x800, 32 * 9],
  ['irq_entries_start', 0x1000, VECTORS * 8],
  ['spurious_entries_start', 0x2000, 20 * 8],
];

/** Bytes of the kernel's code: its address in each place, so that no two places are alike. */
function code(): Buffer {
  const bytes = Buffer.alloc(0x3000);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at ^ 0x5a5a0000, at);
  return bytes;
}

/** Address of a symbol of the small kernel. */
export function addressOf(name: string): bigint {
  const found = SYMBOLS.find(([known]) => known === name);
  if (found === undefined) throw new Error(`the small kernel has no ${name}`);
  return TEXT + BigInt(found[1]);
}

/** A kernel as far as profiles look at one: its symbols, and a table of four system calls. */
export function smallKernel(without: readonly string[] = [], more: readonly BuiltSymbol[] = []): BuiltElf {
  const table = Buffer.alloc(32);
  for (const [index, name] of ['read', 'ni_syscall', 'getpid', 'ni_syscall'].entries())
    table.writeBigUInt64LE(addressOf(`__x64_sys_${name}`), index * 8);
  const symbols = SYMBOLS.filter(([name]) => !without.includes(name)).map(([name, offset, size]) => {
    return { name, address: TEXT + BigInt(offset), size, global: true };
  });
  return {
    sections: [
      { name: '.text', address: TEXT, loaded: LOADED, bytes: code(), code: true },
      { name: '.rodata', address: DATA, bytes: table, code: false },
    ],
    symbols: [...symbols, { name: 'sys_call_table', address: DATA, size: 32, kind: 'object' }, ...more],
  };
}
