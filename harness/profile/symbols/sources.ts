// SPDX-License-Identifier: Apache-2.0
import { isNamed } from '../resolve/names.js';
import type { Profile, SymbolSource } from '../types.js';

/** From this share of the instructions of a profile on, functions without names are worth a note. */
const WORTH = 0.0005;

/** A profile that says where the names of its stripped programs are from, and which of them have none. */
export function withSymbolSources(profile: Profile, sources: readonly SymbolSource[]): Profile {
  const counts = countsByObject(profile);
  const symbols = sources
    .filter(({ object }) => counts.has(object))
    .sort((a, b) => (a.object < b.object ? -1 : 1));
  const all = [...counts.values()].reduce((sum, one) => sum + one.all, 0);
  const missing = symbols.filter(
    ({ object, from }) => from === '' && (counts.get(object)?.unnamed ?? 0) > all * WORTH,
  );
  const notes = [...(profile.notes ?? []), ...(missing.length === 0 ? [] : [missingNote(missing)])];
  return { ...profile, symbols, notes };
}

/** Instructions of each object that was executed, and those of its functions without a name. */
function countsByObject({ functions, phases }: Profile): Map<string, { all: number; unnamed: number }> {
  const counts = new Map<string, { all: number; unnamed: number }>();
  for (const { flat } of phases) {
    for (const [number, count] of flat) {
      const code = functions[number];
      if (code === undefined) continue;
      const own = counts.get(code.object) ?? { all: 0, unnamed: 0 };
      own.all += count;
      if (!isNamed(code)) own.unnamed += count;
      counts.set(code.object, own);
    }
  }
  return counts;
}

function missingNote(missing: readonly SymbolSource[]): string {
  const files = missing.map(({ object }) => object).join(', ');
  return (
    `Functions without symbols have places for names: apt offers no debug symbols for ${files}. ` +
    "They are in packages whose names end in -dbgsym, in Debian's archive of debug packages: add it to apt's sources, run `sudo apt-get update`, then profile again."
  );
}
