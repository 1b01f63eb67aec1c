// SPDX-License-Identifier: Apache-2.0
import type { KernelFile } from './kernel.js';

/** An address at which the CPU enters the kernel, and what that is called. */
export interface KernelEntry {
  address: bigint;
  kind: 'fault' | 'trap' | 'interrupt';
  name: string;
}

/** Exceptions whose instruction QEMU does not count, because it is tried again. */
const FAULTS = new Set([
  ...['page_fault', 'general_protection', 'divide_error', 'stack_segment', 'segment_not_present'],
  ...['invalid_tss', 'alignment_check'],
]);

/** Names of exceptions by vector, as the kernel has them. */
const VECTORS = [
  ...['divide_error', 'debug', 'nmi', 'int3', 'overflow', 'bounds', 'invalid_op', 'device_not_available'],
  ...['double_fault', 'coproc_segment_overrun', 'invalid_tss', 'segment_not_present', 'stack_segment'],
  ...['general_protection', 'page_fault', 'spurious_interrupt', 'coprocessor_error', 'alignment_check'],
  ...['machine_check', 'simd_coprocessor_error'],
];
const EXCEPTIONS = 32;
/** Bytes of each of the early entries. */
const EARLY_BYTES = 9;
const FIRST_VECTOR = 32;
const LAST_VECTOR = 255;
/** Vectors of the interrupts 0 to 15 of the old controller. */
const FIRST_IRQ = 48;
const IRQS = 16;

/** Where the CPU enters this kernel for exceptions and interrupts. */
export function kernelEntries(kernel: KernelFile): KernelEntry[] {
  return [
    ...kernel.symbolsFrom('asm_exc_').map(({ address, name }) => exception(address, name.slice(8))),
    ...kernel.symbolsFrom('asm_sysvec_').map(({ address, name }) => interrupt(address, name.slice(11))),
    ...early(kernel),
    ...vectors(kernel),
    ...spurious(kernel),
  ];
}

function exception(address: bigint, name: string, suffix = ''): KernelEntry {
  return { address, kind: FAULTS.has(name) ? 'fault' : 'trap', name: `${name}${suffix}` };
}

function interrupt(address: bigint, name: string): KernelEntry {
  return { address, kind: 'interrupt', name };
}

/** Of the interrupt table that the kernel has before its own. */
function early(kernel: KernelFile): KernelEntry[] {
  return slots(kernel, 'early_idt_handler_array', EXCEPTIONS).map((address, vector) =>
    exception(address, VECTORS[vector] ?? `exception ${vector}`, ' (early)'),
  );
}

function vectors(kernel: KernelFile): KernelEntry[] {
  const size = kernel.symbol('irq_entries_start')?.size ?? 0;
  const count = Math.min(size / strideOf(kernel), LAST_VECTOR - FIRST_VECTOR + 1);
  return slots(kernel, 'irq_entries_start', count).map((address, index) =>
    interrupt(address, vectorName(FIRST_VECTOR + index)),
  );
}

/** Bytes of each entry of a vector: 16 where indirect jumps are checked (IBT), which also lengthens the early ones. */
function strideOf({ symbol }: KernelFile): number {
  return (symbol('early_idt_handler_array')?.size ?? 0) > EXCEPTIONS * EARLY_BYTES ? 16 : 8;
}

function vectorName(vector: number): string {
  const irq = vector - FIRST_IRQ;
  return irq >= 0 && irq < IRQS ? `irq ${irq}` : `vector ${vector}`;
}

function spurious(kernel: KernelFile): KernelEntry[] {
  const size = kernel.symbol('spurious_entries_start')?.size ?? 0;
  return slots(kernel, 'spurious_entries_start', size / strideOf(kernel)).map((address) =>
    interrupt(address, 'spurious'),
  );
}

/** Addresses of so many equal parts of a symbol. */
function slots({ symbol }: KernelFile, name: string, count: number): bigint[] {
  const table = symbol(name);
  if (table === undefined || count < 1) return [];
  const stride = BigInt(Math.floor(table.size / Math.floor(count)));
  return Array.from({ length: Math.floor(count) }, (_, index) => table.address + BigInt(index) * stride);
}
