// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kernelEntries } from '../../../harness/profile/kernel/entries.js';
import { kernelEvents } from '../../../harness/profile/kernel/events.js';
import { kernelOf, linkedAddress, readKernel } from '../../../harness/profile/kernel/kernel.js';
import { watchList } from '../../../harness/profile/kernel/watch.js';
import { readElf } from '../../../harness/image/elf/file.js';
import { inTemp } from '../../support/temp.js';
import { buildElf } from '../elf-builder.js';
import { LOADED, TEXT, addressOf, smallKernel } from '../kernel-fixture.js';

const kernel = kernelOf(buildElf(smallKernel()), 'a system');

describe('a kernel that is to be profiled', () => {
  it('must have its symbols', () =>
    inTemp(async (dir) => {
      const refused = async (path: string | undefined, why: RegExp): Promise<void> => {
        await assert.rejects(readKernel(path, 'mine'), (error: unknown) => {
          assert.ok(error instanceof Error && 'code' in error && 'exit' in error);
          assert.deepEqual([error.code, error.exit], ['PROFILE_SYMBOLS', 3]);
          assert.match(error.message, /^the kernel of mine cannot be profiled/);
          assert.match(error.message, why);
          return true;
        });
      };
      await refused(undefined, /its vmlinux is not here/);
      await refused(join(dir, 'gone'), /gone from the cache/);
      const stripped = join(dir, 'stripped');
      await writeFile(stripped, buildElf({ ...smallKernel(), symbols: [] }));
      await refused(stripped, /has been stripped/);
      const old = join(dir, 'old');
      await writeFile(old, buildElf(smallKernel(['asm_exc_page_fault', 'irq_entries_start'])));
      await refused(old, /lack asm_exc_page_fault, irq_entries_start/);
      const none = join(dir, 'none');
      await writeFile(none, 'no kernel');
      await assert.rejects(readKernel(none, 'mine'), { code: 'ELF_DAMAGED' });
    }));

  it('is known where it runs before it has moved to its own addresses, by its bytes', () => {
    const code = kernel.elf.bytes.subarray(kernel.elf.segments[0]?.offset ?? 0);
    assert.equal(linkedAddress(kernel, LOADED + 0x80n, code.subarray(0x80, 0x90)), TEXT + 0x80n);
    assert.equal(linkedAddress(kernel, LOADED + 0x80n, code.subarray(0x84, 0x94)), undefined);
    assert.equal(linkedAddress(kernel, 0x80n, code.subarray(0x80, 0x90)), undefined);
  });
});

describe('what happens in a kernel', () => {
  const names = (kind: string): string[] =>
    [...kernelEvents(kernel).values()].filter((event) => event.kind === kind).map(({ name }) => name);

  it('has system calls by number, those that are not there together', () => {
    assert.deepEqual(names('syscalls').sort(), ['0 read', '2 getpid', 'not implemented']);
  });

  it('has softirqs, exceptions and interrupts by name', () => {
    assert.deepEqual(names('softirqs'), ['9 rcu']);
    assert.equal(kernelEvents(kernel).get(addressOf('asm_exc_page_fault'))?.name, 'page_fault');
    const interrupts = names('interrupts');
    assert.ok(
      ['irq 0', 'irq 15', 'vector 32', 'apic_timer_interrupt'].every((name) => interrupts.includes(name)),
    );
    const entry = (vector: number): bigint => addressOf('irq_entries_start') + BigInt(8 * (vector - 32));
    assert.equal(kernelEvents(kernel).get(entry(48))?.name, 'irq 0');
    assert.equal(kernelEvents(kernel).get(entry(235))?.name, 'vector 235');
  });

  it('tells exceptions that are tried again from those that are not', () => {
    const kinds = new Map(kernelEntries(kernel).map(({ name, kind }) => [name, kind]));
    assert.equal(kinds.get('page_fault'), 'fault');
    assert.equal(kinds.get('page_fault (early)'), 'fault');
    assert.equal(kinds.get('int3'), 'trap');
    assert.equal(kinds.get('invalid_op (early)'), 'trap');
  });

  it('finds longer entries in a kernel that checks indirect jumps', () => {
    const wide = smallKernel(
      ['early_idt_handler_array', 'irq_entries_start'],
      [
        { name: 'early_idt_handler_array', address: addressOf('early_idt_handler_array'), size: 32 * 13 },
        { name: 'irq_entries_start', address: addressOf('irq_entries_start'), size: 204 * 16 },
      ],
    );
    const found = kernelEvents(kernelOf(buildElf(wide), ''));
    assert.equal(found.get(addressOf('irq_entries_start') + 16n * 16n)?.name, 'irq 0');
    assert.equal(found.get(addressOf('early_idt_handler_array') + 14n * 13n)?.name, 'page_fault (early)');
  });
});

describe('what the plugin watches for', () => {
  const program = (bytes: Buffer): ReturnType<typeof readElf> => {
    const sections = [{ name: '.text', address: 0x400000n, bytes, code: true }];
    const mark = { name: 'lupine_mark_pid1', address: 0x400010n, kind: 'label', global: true } as const;
    return readElf(buildElf({ sections, symbols: [mark] }), 'init');
  };
  const lines = watchList(kernel, [program(Buffer.alloc(64, 0xab))]).split('\n');
  const hex = (name: string, more = 0n): string => (addressOf(name) + more).toString(16);

  it('has entries, tasks and ranges', () => {
    for (const line of [
      `fault ${hex('asm_exc_page_fault')}`,
      `trap ${hex('asm_exc_int3')}`,
      `interrupt ${hex('irq_entries_start', 8n)}`,
      `task ${hex('ret_from_fork')}`,
      `exec ${hex('start_thread')}`,
      `switch ${hex('__switch_to_asm')} ${hex('__switch_to_asm', 64n)}`,
      `thread ${hex('kthread')} ${hex('kthread', 64n)}`,
    ])
      assert.ok(lines.includes(line), line);
  });

  it('has marks with the bytes by which they are known', () => {
    assert.ok(lines.includes(`mark 400010 pid1 ${'ab'.repeat(32)}`));
    const kernelMark = lines.find((line) => line.startsWith(`mark ${LOADED.toString(16)} kernel `));
    assert.equal(kernelMark?.split(' ')[3]?.length, 64);
  });

  it('has no line that the plugin could not read', () => {
    assert.equal(lines.at(-1), '');
    for (const line of lines.slice(0, -1))
      assert.match(
        line,
        /^(?:(?:fault|trap|interrupt|task|exec) [0-9a-f]+|(?:switch|thread|thunk) [0-9a-f]+ [0-9a-f]+|mark [0-9a-f]+ [a-z0-9_]{1,31} [0-9a-f]{2,64})$/,
      );
  });
});
