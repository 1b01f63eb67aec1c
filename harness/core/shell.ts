// SPDX-License-Identifier: Apache-2.0

/** A word as a shell takes it: as it is where it can stand so, else in quotes. */
export function shellWord(word: string): string {
  return /^[\w./:=,+%@-]+$/.test(word) ? word : `'${word.replaceAll("'", () => "'\\''")}'`;
}
