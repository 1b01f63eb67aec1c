// SPDX-License-Identifier: Apache-2.0

/** A change of one thing, after which one function must have changed most. */
export interface InjectedChange {
  name: string;
  /** Names of the function in the source; of several the compiler puts the first ones into the last. */
  expected: readonly string[];
  how:
    | { kind: 'kernel patch' }
    | { kind: 'kernel options'; options: Readonly<Record<string, string>>; cmdline: string }
    | { kind: 'command line'; cmdline: string }
    | { kind: 'guest patch' }
    | { kind: 'app'; defines: readonly string[] };
}

const patch = (name: string, ...expected: string[]): InjectedChange => ({
  ...{ name, expected, how: { kind: 'kernel patch' } },
});

/**
 * What is injected. Patches are files of the change's name: those to the kernel in `kernel/`, those to PID 1 and hello in `guest/`.
 * The expected function was written down before anything was booted: it is the one that the patch changes or the option calls. One was
 * corrected afterwards, as its entry says.
 */
export const CHANGES: readonly InjectedChange[] = [
  { name: 'init-on-free', expected: ['clear_page_orig'], how: cmdline('init_on_free=1') },
  { name: 'all-messages', expected: ['early_serial_putc'], how: cmdline('ignore_loglevel') },
  { name: 'wait-in-init', expected: ['pump_start'], how: { kind: 'guest patch' } },
  { name: 'calls-in-hello', expected: ['mark_descriptor'], how: { kind: 'guest patch' } },
  { name: 'library-calls', expected: ['rand_r'], how: { kind: 'app', defines: ['CALLS=3000'] } },
  { name: 'loop-in-app', expected: ['own_loop'], how: { kind: 'app', defines: ['ROUNDS=30000'] } },
  patch('loop-fork-init', 'fork_init'),
  patch('loop-load-elf', 'load_elf_binary'),
  patch('loop-alloc-pages', '__alloc_pages'),
  patch('loop-vfs-write', 'vfs_write'),
  patch('loop-do-exit', 'do_exit'),
  patch('double-clear-bss', 'clear_bss'),
  patch('double-pit-calibrate', 'quick_pit_calibrate'),
  patch('hook-path-openat', 'injected_hook'),
  patch('wait-before-init', 'kernel_init'),
  {
    ...{ name: 'memory-test', expected: ['memtest', 'do_one_pass', 'early_memtest'] },
    how: { kind: 'kernel options', options: { MEMTEST: 'y' }, cmdline: 'memtest=1' },
  },
  {
    // First written down as memset_orig; but the compiler puts a memset of a whole page into poison_page as `rep stos`.
    ...{ name: 'page-poisoning', expected: ['poison_page', '__kernel_poison_pages'] },
    how: { kind: 'kernel options', options: { PAGE_POISONING: 'y' }, cmdline: 'page_poison=1' },
  },
];

function cmdline(words: string): InjectedChange['how'] {
  return { kind: 'command line', cmdline: words };
}
