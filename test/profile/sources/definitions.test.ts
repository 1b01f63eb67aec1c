// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { definitionsIn, namesInSource } from '../../../harness/profile/sources/definitions.js';

function defines(text: string, name: string): boolean {
  return namesInSource(name).some((one) => definitionsIn(text).has(one));
}

describe('what a source defines', () => {
  for (const [what, text, name] of [
    ['a function', 'static int __init memblock_add(phys_addr_t base)\n{\n', 'memblock_add'],
    ['one whose type stands above', 'struct page *\nalloc_page(void)\n{', 'alloc_page'],
    ['one with attributes', '__attribute__((noinline)) void foo(int x)\n{', 'foo'],
    ['a system call', 'SYSCALL_DEFINE3(read, unsigned int, fd)\n{', '__x64_sys_read'],
    [
      'one of another name',
      'SYSCALL_DEFINE1(newuname, struct new_utsname __user *, name)\n',
      '__se_sys_newuname',
    ],
    ['an entry of exceptions', 'DEFINE_IDTENTRY_RAW(exc_int3)\n{', 'exc_int3'],
    ['what is exported', 'EXPORT_SYMBOL_GPL(kfree);\n', 'kfree'],
    ['assembler', 'SYM_FUNC_START_WEAK(memcpy_orig)\n\tmovq %rdi, %rax\n', 'memcpy_orig'],
  ] as const) {
    it(`is ${what}`, () => assert.ok(defines(text, name)));
  }
  for (const [what, text] of [
    ['declares', 'int foo(void);\n'],
    ['declares with a remark', 'extern int foo(void); /* elsewhere */\n'],
    ['calls', 'int bar(void)\n{\n\treturn foo();\n}\n'],
    ['speaks of', '/* foo() is called */\n * foo()\n'],
    ['has as a macro', '#define foo(x) (x)\n'],
  ] as const) {
    it(`is not what it only ${what}`, () => assert.equal(defines(text, 'foo'), false));
  }
});
