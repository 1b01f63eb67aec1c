// SPDX-License-Identifier: Apache-2.0

/** Code from one address to another that has one name. */
export interface CodeRange {
  start: bigint;
  /** First address behind it. */
  end: bigint;
  name: string;
  /** File of its source; empty when it is not known. */
  source: string;
}

/** Ranges by address, none of which overlaps another. */
export class CodeRanges {
  readonly #ranges: readonly CodeRange[];

  /** @param ranges sorted, without overlaps. */
  constructor(ranges: readonly CodeRange[]) {
    this.#ranges = ranges;
  }

  get all(): readonly CodeRange[] {
    return this.#ranges;
  }

  /** The range that an address is in. */
  at(address: bigint): CodeRange | undefined {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ranges[middle]?.end ?? 0n) <= address) low = middle + 1;
      else high = middle;
    }
    const found = this.#ranges[low];
    return found !== undefined && found.start <= address ? found : undefined;
  }
}

/** Sorted ranges, and of others what lies between them; where others overlap, the first of them counts. */
export function filledWith(ranges: readonly CodeRange[], others: readonly CodeRange[]): CodeRange[] {
  const filled: CodeRange[] = [];
  const known = [...ranges, { start: 1n << 64n, end: 1n << 64n, name: '', source: '' }];
  const rest = [...others].sort(byStart);
  let from = 0n;
  let next = 0;
  for (const range of known) {
    for (let one = rest[next]; one !== undefined && one.start < range.start; one = rest[next]) {
      const start = one.start > from ? one.start : from;
      const end = one.end < range.start ? one.end : range.start;
      if (end > start) {
        filled.push({ ...one, start, end });
        from = end;
      }
      // The rest of it may lie behind this range.
      if (one.end > range.end) break;
      next += 1;
    }
    if (range.start === 1n << 64n) break;
    filled.push(range);
    if (range.end > from) from = range.end;
  }
  return filled;
}

/** For sorting by address. */
export function byStart(a: CodeRange, b: CodeRange): number {
  return a.start < b.start ? -1 : a.start > b.start ? 1 : 0;
}
