// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { definitionsIn } from './definitions.js';

/** The source of a kernel. */
export interface SourceTree {
  /** Paths of files with this name, e.g. `mm/memblock.c`; sorted. */
  paths: (name: string) => readonly string[];
  /** Names that a file may define. */
  definitions: (path: string) => ReadonlySet<string>;
  /** The only file in assembler that may define one of these names. */
  assembler: (names: readonly string[]) => string | undefined;
}

/** Folders of a kernel's source with nothing that is linked into it. */
const ELSEWHERE = new Set(['Documentation', 'LICENSES', 'include', 'samples', 'scripts', 'tools', 'rust']);

/** The same below `arch/x86`. */
const OTHER_PROGRAMS = new Set(['boot', 'purgatory', 'tools', 'um', 'include']);

/** Lists the source of a kernel for x86; files are read when something is asked of them. */
export async function readSourceTree(root: string): Promise<SourceTree> {
  const byName = new Map<string, string[]>();
  for (const folder of await foldersOf(root)) {
    for (const path of await filesBelow(root, folder)) {
      const name = basename(path);
      byName.set(name, [...(byName.get(name) ?? []), path].sort());
    }
  }
  const read = new Map<string, ReadonlySet<string>>();
  const definitions = (path: string): ReadonlySet<string> => {
    const known = read.get(path) ?? definitionsIn(readFileSync(join(root, path), 'utf8'));
    read.set(path, known);
    return known;
  };
  let assembler: string[] | undefined;
  return {
    paths: (name) => byName.get(name) ?? [],
    definitions,
    assembler: (names) => {
      assembler ??= [...byName.values()].flat().filter((path) => path.endsWith('.S'));
      const [only, another] = assembler.filter((path) => names.some((name) => definitions(path).has(name)));
      return another === undefined ? only : undefined;
    },
  };
}

async function foldersOf(root: string): Promise<string[]> {
  const [top, x86] = await Promise.all([root, join(root, 'arch/x86')].map(namesOf));
  return [
    ...(top ?? []).filter((name) => name !== 'arch' && !ELSEWHERE.has(name)),
    ...(x86 ?? []).filter((name) => !OTHER_PROGRAMS.has(name)).map((name) => `arch/x86/${name}`),
  ];
}

async function namesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  return names.filter((name) => /\.[cS]$/.test(name)).map((name) => `${folder}/${name}`);
}
