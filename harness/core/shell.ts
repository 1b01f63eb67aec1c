// SPDX-License-Identifier: Apache-2.0

/** A word as a shell takes it, in quotes where it needs some. */
export function shellWord(word: string): string {
  return /^[\w./:=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
