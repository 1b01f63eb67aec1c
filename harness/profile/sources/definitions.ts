// SPDX-License-Identifier: Apache-2.0

/** A line that may begin a definition: kernel code has them at the margin. */
const LINE = /^[A-Za-z_].*$/gm;

/** A name before its parameters. */
const CALLED = /\b(\w+)\s*\(/g;

/** A macro that defines something, with its parameters: `SYSCALL_DEFINE3(read, ...`, `SYM_FUNC_START(memcpy)`. */
const MACRO = /\b(?=[A-Z][A-Z0-9_]{3})\w+\s*\(([^()]*)/g;

const WORD = /\w+/g;

/** Ends a declaration, not a definition. */
const DECLARED = /;\s*(?:\/\*.*)?$/;

/** What C and assembler say of every symbol of the kernel's system calls. */
const CALL_PREFIX = /^__(?:x64|ia32|se|do)_(?:compat_)?sys_/;

/**
 * Names that a source may define: those at the margin before a parenthesis, and the parameters of macros there. More than it really
 * defines, but little that other files define too.
 */
export function definitionsIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [line] of text.matchAll(LINE)) {
    const exported = line.startsWith('EXPORT_SYMBOL');
    if (DECLARED.test(line) && !exported) continue;
    for (const [, name = ''] of line.matchAll(CALLED)) names.add(name);
    for (const [, parameters = ''] of line.matchAll(MACRO)) {
      for (const [word] of parameters.matchAll(WORD)) names.add(word);
    }
  }
  return names;
}

/** Names that a symbol may have in its source: `read` is what `SYSCALL_DEFINE3(read, ...` makes `__x64_sys_read` of. */
export function namesInSource(symbol: string): string[] {
  const call = symbol.replace(CALL_PREFIX, '');
  return call === symbol ? [symbol] : [symbol, call];
}
