// SPDX-License-Identifier: Apache-2.0

/** A number of things in words, such as `1 run` and `2 runs`; for nouns whose plural ends in s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
