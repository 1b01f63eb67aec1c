// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path';
import type { SourceTree } from '../../../harness/profile/sources/tree.js';

/** A source tree with these files, each with the names that it defines. */
export function scriptedTree(files: Readonly<Record<string, string>>): SourceTree {
  const all = Object.keys(files);
  const definitions = (path: string): Set<string> => new Set((files[path] ?? '').split(' '));
  return {
    paths: (name) => all.filter((path) => basename(path) === name),
    definitions,
    assembler: (names) =>
      all.find((path) => path.endsWith('.S') && names.some((name) => definitions(path).has(name))),
  };
}
