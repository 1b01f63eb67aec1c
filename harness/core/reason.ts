// SPDX-License-Identifier: Apache-2.0
import { printable } from './printable.js';

/** What an error says, as part of a message: it may quote a file, a name or a program. */
export function reasonOf(error: unknown, most?: number): string {
  return printable(error instanceof Error ? error.message : String(error), most);
}
