// SPDX-License-Identifier: Apache-2.0
import { bytesAt, type ElfFile, ET_EXEC } from '../../image/elf/file.js';
import { readSymbols } from '../elf/symbols.js';
import { kernelEntries } from './entries.js';
import { type KernelFile, loadedAddress } from './kernel.js';

/** Symbols of our programs that name where a phase begins (`kernel/init/init.h`). */
const MARK = 'lupine_mark_';

/** Bytes by which the code of a mark is known: another program may have the same address. */
const MARK_BYTES = 32;

/** Where the kernel begins when it is booted as QEMU's microvm does. */
const PVH_ENTRY = 'pvh_start_xen';

/** Code that calls what a kernel thread is for. */
const THREADS = ['ret_from_fork', 'ret_from_fork_asm', 'kthread', 'smpboot_thread_fn'];

/**
 * What the plugin has to watch for, as the text that it reads (`plugin/watch.c`).
 * @param programs our own programs with their symbols, which mark the phases.
 */
export function watchList(kernel: KernelFile, programs: readonly ElfFile[]): string {
  const { symbol } = kernel;
  const at = (word: string, name: string): string[] => {
    const address = symbol(name)?.address;
    return address === undefined ? [] : [`${word} ${hex(address)}`];
  };
  const range = (word: string, name: string): string[] => {
    const found = symbol(name);
    return found === undefined
      ? []
      : [`${word} ${hex(found.address)} ${hex(found.address + BigInt(found.size))}`];
  };
  const thunks = kernel.symbolsFrom('__x86_indirect_thunk_').map(({ name }) => name);
  const lines = [
    ...kernelEntries(kernel).map(({ kind, address }) => `${kind} ${hex(address)}`),
    ...(symbol('ret_from_fork_asm') === undefined
      ? at('task', 'ret_from_fork')
      : at('task', 'ret_from_fork_asm')),
    ...at('exec', 'start_thread'),
    ...range('switch', '__switch_to_asm'),
    ...THREADS.flatMap((name) => range('thread', name)),
    ...thunks.flatMap((name) => range('thunk', name)),
    ...kernelMark(kernel),
    ...programs.flatMap(programMarks),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function kernelMark(kernel: KernelFile): string[] {
  const entry = kernel.symbol(PVH_ENTRY)?.address;
  const loaded = entry === undefined ? undefined : loadedAddress(kernel, entry);
  return entry === undefined || loaded === undefined ? [] : markLine(kernel.elf, entry, loaded, 'kernel');
}

/** Marks of a program that is loaded where it was linked. */
function programMarks(program: ElfFile): string[] {
  if (program.type !== ET_EXEC) return [];
  return readSymbols(program)
    .filter(({ name }) => name.startsWith(MARK))
    .flatMap(({ name, address }) => markLine(program, address, address, name.slice(MARK.length)));
}

function markLine(elf: ElfFile, linked: bigint, loaded: bigint, name: string): string[] {
  const bytes = bytesAt(elf, linked, MARK_BYTES);
  return bytes === undefined || bytes.length === 0
    ? []
    : [`mark ${hex(loaded)} ${name} ${bytes.toString('hex')}`];
}

function hex(address: bigint): string {
  return address.toString(16);
}
