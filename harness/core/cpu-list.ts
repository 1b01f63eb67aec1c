// SPDX-License-Identifier: Apache-2.0
import { wholeNumber } from './numbers.js';

/** Far above what a kernel can be built for. */
const LARGEST_CPU = 8191;

/** Reads a list as the kernel and taskset write it: `0-2,5`. Empty when it is none. */
export function parseCpuList(text: string): number[] {
  const cpus = new Set<number>();
  for (const part of text.split(',')) {
    const [first, last = first, ...others] = part.split('-');
    const [low, high] = [wholeNumber(first, 0, LARGEST_CPU), wholeNumber(last, 0, LARGEST_CPU)];
    if (low === undefined || high === undefined || high < low || others.length > 0) return [];
    for (let cpu = low; cpu <= high; cpu += 1) cpus.add(cpu);
  }
  return [...cpus].sort((a, b) => a - b);
}
