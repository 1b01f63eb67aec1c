// SPDX-License-Identifier: Apache-2.0
import { printable } from './printable.js';

/** What an error says, as part of a message: it may quote a file, a name or a program. */
export function reasonOf(error: unknown, most?: number): string {
  return printable(error instanceof Error ? wordsOf(error) : String(error), most);
}

/** Of a failed fetch() what is behind it, which its own message leaves out; that may have no words but a code. */
function wordsOf({ message, cause }: Error): string {
  if (message !== 'fetch failed' || !(cause instanceof Error)) return message;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : message;
  return cause.message === '' ? code : cause.message;
}
