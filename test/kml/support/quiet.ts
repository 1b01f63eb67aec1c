// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

/** What a kernel prints when something is wrong with itself; a lock report begins with INFO or a line of its own. */
const TROUBLE =
  /WARNING: |BUG: |BUG at |Oops|Kernel panic|PANIC: |Call Trace:|general protection fault|double fault|stack segment|invalid opcode|Bad RIP value|unexpected (?:#|shadow)|INFO: (?!lockdep is turned off)|possible (?:circular|recursive)|inconsistent .*lock|suspicious RCU|stall|unwind stack|No irq handler|do_IRQ|scheduling while atomic|bad: scheduling/;

/** Asserts that a kernel had nothing to say against itself in a whole boot. */
export function requireQuiet(lines: readonly string[]): void {
  const trouble = lines.filter((line) => TROUBLE.test(line));
  assert.deepEqual(trouble, [], `the kernel complained:\n${lines.slice(-40).join('\n')}`);
}
