// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { listFiles } from '../../harness/core/files.js';
import { packageRoot } from '../../harness/core/paths.js';

/** What needs a kernel, a guest, packages of the distribution or of npm, or minutes; paths below `test/`. */
export const SLOW = [
  'support/kernels.ts',
  'support/quick-kernel.ts',
  'support/cold-run.ts',
  'support/final-config.ts',
  'support/guest.ts',
  'support/libc.ts',
  'support/loaded.ts',
  'support/stand-in.ts',
  'support/chromium.ts',
  'support/package.ts',
  'kml/support/kernels.ts',
] as const;

/** Files that may import those: tests of their own kind, and tests of the tree, which are no part of `test:unit`. */
const ALLOWED = /\.guest\.test\.ts$|^checks\//;

/** Imports of a file of `test/` that stay there, by path below it; those of types alone load nothing. */
export function importsOf(file: string, text: string): string[] {
  return ts
    .createSourceFile(file, text, ts.ScriptTarget.Latest)
    .statements.filter(ts.isImportDeclaration)
    .filter(({ importClause }) => importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    .flatMap(({ moduleSpecifier: name }) => (ts.isStringLiteral(name) ? [name.text] : []))
    .filter((name) => name.startsWith('.'))
    .map((name) => join(file, '..', name).replace(/\.js$/, '.ts'))
    .filter((path) => !path.startsWith('..'));
}

/** Unit tests that import what is slow, on whatever way: `test -> ... -> what`. */
export function slowUnitTests(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const unit = [...imports.keys()].filter((file) => file.endsWith('.test.ts') && !ALLOWED.test(file));
  return unit.flatMap((file) => {
    const way = wayToSlow([file], imports, new Set());
    return way === undefined ? [] : [way.join(' -> ')];
  });
}

/** Every file of `test/` with what it imports from there. */
export async function allImports(): Promise<Map<string, string[]>> {
  const root = join(packageRoot, 'test');
  const files = (await listFiles(root)).filter((file) => file.endsWith('.ts'));
  const read = files.map(
    async (file) => [file, importsOf(file, await readFile(join(root, file), 'utf8'))] as const,
  );
  return new Map(await Promise.all(read));
}

function wayToSlow(
  way: readonly string[],
  imports: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): readonly string[] | undefined {
  const last = way.at(-1) ?? '';
  if (SLOW.some((slow) => slow === last)) return way;
  if (seen.has(last)) return undefined;
  seen.add(last);
  for (const next of imports.get(last) ?? []) {
    const found = wayToSlow([...way, next], imports, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
