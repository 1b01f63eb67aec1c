// SPDX-License-Identifier: Apache-2.0
import type { ListedEntry } from '../../core/cache-list.js';
import { forTerminal } from '../../core/sinks.js';
import type { PrunedEntry } from './prune.js';

const MIB = 1024 * 1024;

/** Bytes for people. */
export function sizeText(bytes: number): string {
  return bytes < 10 * MIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${Math.round(bytes / MIB)} MiB`;
}

/** What the cache has, one entry a line, and what each kind takes. */
export function listText(entries: readonly ListedEntry[], shown: readonly string[]): string {
  const rows = entries.filter(({ kind }) => shown.includes(kind));
  const lines = rows.map((entry) => `${line(entry)}\n`);
  const kinds = [...new Set(entries.map(({ kind }) => kind))].sort();
  const sums = kinds.map((kind) => {
    const of = entries.filter((entry) => entry.kind === kind);
    const bytes = of.reduce((sum, one) => sum + one.bytes, 0);
    return `${kind.padEnd(8)} ${String(of.length).padStart(5)} entries  ${sizeText(bytes).padStart(10)}\n`;
  });
  const all = sizeText(entries.reduce((sum, { bytes }) => sum + bytes, 0));
  return `${lines.join('')}${lines.length === 0 ? '' : '\n'}${sums.join('')}together ${all}\n`;
}

/** What went, and what stayed and why. */
export function pruneText(pruned: readonly PrunedEntry[]): string {
  const gone = pruned.filter(({ became }) => became === 'removed' || became === 'would go');
  const bytes = gone.reduce((sum, { entry }) => sum + entry.bytes, 0);
  const lines = pruned.map(({ entry, became }) => `${became.padEnd(8)}  ${line(entry)}\n`);
  const what = pruned.some(({ became }) => became === 'would go') ? 'would be free' : 'free again';
  return `${lines.join('')}${gone.length} entries, ${sizeText(bytes)} ${what}\n`;
}

function line({ kind, digest, label, bytes, used, fetched, state }: ListedEntry): string {
  const from = fetched === undefined ? '' : `  from ${forTerminal(fetched, 200)}`;
  const when = used.toISOString().slice(0, 16).replace('T', ' ');
  const what = state === 'leftover' ? `${forTerminal(label, 100)} (left over)` : forTerminal(label, 100);
  return `${kind.padEnd(8)} ${digest.slice(0, 12)}  ${sizeText(bytes).padStart(9)}  ${when}  ${what}${from}`;
}
