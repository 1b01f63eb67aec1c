// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import { measureError } from '../../core/errors.js';
import { readDynamics } from '../elf/dynamics.js';
import { throughLinks } from '../rootfs/links.js';
import type { NamedEntry } from '../rootfs/tree.js';

/** Libraries that put themselves in the place of the C library's allocator. */
const ALLOCATOR = /^lib(?:jemalloc|tcmalloc(?:_minimal)?|mimalloc|hoard)\.so/;

/**
 * Refuses two programs in one guest of which one brings an allocator of its own: they share one space of names, and the
 * second one's memory goes to the allocator of the first.
 * @param programs absolute paths, without those of ours, which are happy with any.
 * @throws BenchError `OSV_ALLOCATOR_CLASH` (exit 3).
 */
export function requireOneAllocator(entries: readonly NamedEntry[], programs: readonly string[]): void {
  const different = [...new Set(programs)];
  if (different.length < 2) return;
  const needed = neededBy(entries);
  for (const program of different) {
    const allocator = needed(program).find((name) => ALLOCATOR.test(name));
    if (allocator === undefined) continue;
    const others = different.filter((other) => other !== program).join(' and ');
    throw measureError(
      'OSV_ALLOCATOR_CLASH',
      `${program} brings ${allocator}, and in a guest of OSv ${others} would get that too: all programs share one space of names, and it crashes.`,
      'Use a build with the allocator of the C library (for Redis the app redis-libc), or load it from the host.',
    );
  }
}

/** Gives the names of all libraries that a program needs, directly or by another one. */
function neededBy(entries: readonly NamedEntry[]): (program: string) => string[] {
  const known = new Map(entries.map((entry) => [entry.path, entry]));
  const target = (path: string): string | undefined => {
    const entry = known.get(path);
    return entry?.kind === 'symlink' ? entry.target : undefined;
  };
  const byName = new Map(entries.map(({ path }) => [posix.basename(path), path]));
  return (program) => {
    const seen = new Set<string>();
    const look = (path: string): void => {
      const entry = known.get(throughLinks(path, target, true));
      for (const name of entry?.kind === 'file' ? (readDynamics(entry.data)?.needed ?? []) : []) {
        if (seen.has(name)) continue;
        seen.add(name);
        const at = byName.get(name);
        if (at !== undefined) look(at);
      }
    };
    look(program.replace(/^\/+/, ''));
    return [...seen];
  };
}
