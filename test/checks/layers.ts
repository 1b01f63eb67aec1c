// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { listFiles } from '../../harness/core/files.js';
import { packagePath } from '../../harness/core/paths.js';

/** The layers of `harness/`, a folder each, in the order in which data flows; CONTRIBUTING.md has the same. None imports from a later one. */
export const LAYERS = [
  'core',
  'confine',
  'metric',
  'workload',
  'scenario',
  'app',
  'system',
  'plan',
  'vmm',
  'boot',
  'image',
  'store',
  'profile',
  'load',
  'remote',
  'inventory',
  'host',
  'queue',
  'run',
  'import',
  'statistics',
  'comparison',
  'gate',
  'summary',
  'claim',
  'ablation',
  'revision',
  'history',
  'bisect',
  'report',
  'environment',
  'workflow',
  'cli',
] as const;

/** Imports against the order that are known, each with its reason: `file -> layer`. One that is gone must leave the list. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  'harness/plan/describe.ts -> image':
    'the plan says which kernels the cache has; it asks, and builds nothing',
};

/** An import from one layer into another. */
export interface Crossing {
  /** Path from the project's root. */
  file: string;
  from: string;
  to: string;
}

/** Imports of one source that leave its layer, types and lazy ones included. */
export function crossingsOf(file: string, text: string): Crossing[] {
  const from = layerOf(file);
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => layerOf(join(file, '..', name)))
    .filter((to) => to !== from)
    .map((to) => ({ file, from, to }));
}

/** What is wrong with a set of imports, one sentence each. */
export function disorder(crossings: readonly Crossing[]): string[] {
  const rank = (layer: string): number => LAYERS.findIndex((known) => known === layer);
  const wrong = crossings.flatMap(({ file, from, to }) => {
    const unknown = [from, to].filter((layer) => rank(layer) < 0);
    if (unknown.length > 0) return [`${file}: the layer ${unknown.join(', ')} has no place in the order`];
    return rank(to) < rank(from) || `${file} -> ${to}` in EXCEPTIONS
      ? []
      : [`${file}: ${from} imports from ${to}, which comes later`];
  });
  const used = new Set(crossings.map(({ file, to }) => `${file} -> ${to}`));
  const idle = Object.keys(EXCEPTIONS).filter((known) => !used.has(known));
  return [...new Set(wrong), ...idle.map((known) => `${known} is an exception that nothing needs any more`)];
}

/** Every import between layers of `harness/`. */
export async function allCrossings(): Promise<Crossing[]> {
  const files = (await listFiles(packagePath('harness'))).filter((file) => file.endsWith('.ts'));
  const read = files.map(async (name) => {
    const file = `harness/${name}`;
    return crossingsOf(file, await readFile(packagePath(file), 'utf8'));
  });
  return (await Promise.all(read)).flat();
}

function layerOf(path: string): string {
  return path.split('/')[1] ?? '';
}
