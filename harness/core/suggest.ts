// SPDX-License-Identifier: Apache-2.0

/** Longer words are not compared with names, characters. */
const LONGEST_NAME = 200;

/** A sentence for an unknown name: the closest known one first, then all of them. */
export function suggest(name: string, known: readonly string[]): string {
  return guessed(name, known, `Known: ${known.join(', ')}.`);
}

/** A sentence for an unknown name where the known ones are too many to name: the closest first, then how to find others. */
export function guessed(name: string, known: readonly string[], others: string): string {
  // Comparing takes the product of the lengths, and nothing that is so long was meant for a name.
  const alike = name.length > LONGEST_NAME ? [] : known;
  const ranked = alike
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  const close = best !== undefined && best.distance <= Math.max(2, name.length / 3);
  return close ? `Did you mean "${best.candidate}"? ${others}` : others;
}

/** Levenshtein distance of two short strings. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, right] of Array.from(b).entries()) {
      const replace = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replace, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
