// SPDX-License-Identifier: Apache-2.0

/** The words of a command line that a monitor takes apart: what stands between spaces. None of them can have one in it. */
export function wordsOf(cmdline: string): string[] {
  return cmdline.split(' ').filter((word) => word !== '');
}
