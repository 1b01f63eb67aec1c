// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import { BenchError, EXIT } from '../core/errors.js';
import type { Clock } from '../metric/types.js';
import type { Provenance } from './provenance.js';

/** The provenance of one part of a run. */
export interface NamedProvenance {
  provenance: Provenance;
  /** Its run, for messages. */
  name: string;
}

/**
 * One provenance for parts that were made apart. Under the deterministic clock the host cannot show in a value, so that of the first part
 * stands for all; whatever can show must be the same.
 * @returns undefined for no part.
 * @throws BenchError `MERGE_DIFFERENT` (exit 5), naming the field.
 */
export function joinProvenance(parts: readonly NamedProvenance[], clock: Clock): Provenance | undefined {
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  const { systems, apps, commands, ...own } = first.provenance;
  const books = { systems: { ...systems }, apps: { ...apps }, commands: { ...commands } };
  for (const other of others) {
    const known = decisive(first.provenance, clock);
    for (const [field, value] of decisive(other.provenance, clock))
      requireSame(first.name, other.name, field, known.get(field), value);
    for (const [field, value] of madeOf(other.provenance)) {
      const before = madeOf(books).get(field);
      if (before !== undefined) requireSame(first.name, other.name, field, before, value);
    }
    books.systems = { ...other.provenance.systems, ...books.systems };
    books.apps = { ...other.provenance.apps, ...books.apps };
    books.commands = { ...other.provenance.commands, ...books.commands };
  }
  return { ...own, ...books };
}

/** What systems and root images were made of, by field; the command line of a system is that of the app that was booted first. */
function madeOf({ systems, apps }: Pick<Provenance, 'systems' | 'apps'>): Map<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(systems).map(
      ([name, { inputs, artifacts }]) => [`systems.${name}`, { inputs, artifacts }] as const,
    ),
    ...Object.entries(apps).map(([name, { artifacts }]) => [`apps.${name}`, artifacts] as const),
  ]);
}

/** What a value can depend on, by field. */
function decisive(
  { harness, host, vmm, kernelSource, pins }: Provenance,
  clock: Clock,
): Map<string, unknown> {
  const always: [string, unknown][] = [
    ['harness.commit', harness.commit],
    ['harness.version', harness.version],
    ['vmm.version', vmm.version],
    ['kernelSource', kernelSource],
  ];
  return new Map(clock === 'deterministic' ? always : [...always, ['host', host], ['pins', pins]]);
}

function requireSame(a: string, b: string, field: string, one: unknown, other: unknown): void {
  if (isDeepStrictEqual(one, other)) return;
  throw new BenchError({
    code: 'MERGE_DIFFERENT',
    message: `${a} and ${b} were made with different inputs: ${field}.`,
    next: 'Make all shards with one version of lupine-bench, one monitor and one kernel source: values of different inputs are not comparable.',
    exit: EXIT.notComparable,
  });
}
