// SPDX-License-Identifier: Apache-2.0

/** Hands out file names. */
export interface Slugs {
  /** A file name made from any text, at most 64 characters of `a-z 0-9 -`, never given out twice. */
  unique: (text: string) => string;
}

/** A new set of file names. */
export function slugs(): Slugs {
  const given = new Set<string>();
  return {
    unique(text) {
      const plain = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      const base = plain.slice(0, 60).replace(/^-|-$/g, '') || 'chart';
      let name = base;
      for (let count = 2; given.has(name); count += 1) name = `${base}-${count}`;
      given.add(name);
      return name;
    },
  };
}
