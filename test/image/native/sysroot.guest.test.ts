// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildSysroot } from '../../../harness/image/native/sysroot.js';
import { inTemp } from '../../support/temp.js';

/** What each member of an archive, or an object by itself, is made of. */
async function disassembly(file: string): Promise<{ member: string; code: string }[]> {
  const { stdout } = await execa('objdump', ['-d', '--no-show-raw-insn', file]);
  return stdout.split(/\n(?=[^\n]+: +file format )/).flatMap((code) => {
    const member = /^\n*(.+): +file format /.exec(code)?.[1];
    return member === undefined ? [] : [{ member, code }];
  });
}

const CALL = /call +\*%rcx/;
const BELOW_STACK = /-0x[0-9a-f]+\(%rsp[,)]/;

describe('the patched C library', function () {
  this.timeout(600_000);
  let members: { member: string; code: string }[] = [];
  before(async () => {
    members = await disassembly(join((await buildSysroot()).dir, 'lib', 'libc.a'));
  });

  it('makes its system calls by call, and only those by trap that must', () => {
    const calls = members.flatMap(({ code }) => code.match(new RegExp(CALL, 'g')) ?? []);
    assert.ok(calls.length > 400, `${calls.length} calls`);
    const traps = members.filter(({ code }) => /\tsyscall *$/m.test(code)).map(({ member }) => member);
    assert.deepEqual(traps.map((name) => name.replace(/\.l?o$/, '')).sort(), [
      '__set_thread_area',
      '__unmapself',
      'clone',
      'defsysinfo',
      'restore',
      'syscall_cp',
      'vfork',
    ]);
  });

  it('keeps nothing below the stack pointer where it calls', () => {
    const using = members.filter(({ code }) => CALL.test(code) && BELOW_STACK.test(code));
    assert.deepEqual(
      using.map(({ member }) => member),
      [],
    );
  });

  it('would be seen to use the red zone if it did', () =>
    inTemp(async (dir) => {
      const source = join(dir, 'leaf.c');
      const text =
        'long leaf(long n) { volatile long a[4]; a[n & 3] = n; __asm__ volatile("call *%%rcx" : "+c"(n)); return a[1]; }\n';
      await writeFile(source, text);
      await execa('gcc', ['-O2', '-c', '-o', join(dir, 'leaf.o'), source]);
      const [leaf] = await disassembly(join(dir, 'leaf.o'));
      assert.match(leaf?.code ?? '', CALL);
      assert.match(leaf?.code ?? '', BELOW_STACK);
    }));
});
