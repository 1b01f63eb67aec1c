// SPDX-License-Identifier: Apache-2.0
import type { BenchError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import type { Conditions, SettingName } from '../metric/conditions.js';
import type { Found } from './found.js';
import { KEPT } from './ab-settings.js';
import { agreedSettings, settingsApart, shownSettings } from './settings.js';
import type { LogKind, Settings } from './types.js';

/** What the clients of logs call what this program has a word for. */
const KNOWN: Readonly<Record<string, { setting: SettingName; unit?: string }>> = {
  clients: { setting: 'concurrency' },
  'bytes of the page': { setting: 'page', unit: 'bytes' },
  [KEPT]: { setting: 'keep-alive' },
};

/** How the clients of a scenario were used. */
export interface UsedClients {
  /** What all systems share. */
  shared: Settings;
  /** By system: what is known of it, and what is not as with the baseline. */
  conditions: Record<string, Conditions>;
  /** A setting each in which a system is not like the baseline, with both places. */
  apart: BenchError[];
}

/**
 * How the clients of a scenario were used: within a system all alike, and of each system what it has unlike the baseline.
 * @throws BenchError `IMPORT_NOT_COMPARABLE` (exit 5) when runs of one system, which become one number, were not made alike.
 */
export function usedClients(runs: readonly Found[], { rules }: LogKind, baseline: string): UsedClients {
  const names = [...new Set(runs.map(({ file }) => file.system))];
  const bySystem = names.map((name) => {
    const used = usedRuns(runs, name);
    return { name, runs: used, own: agreedSettings(used, rules) };
  });
  const base = bySystem.find(({ name }) => name === baseline);
  const conditions = new Map(bySystem.map(({ name, own }) => [name, knownOf(own)]));
  const apart: BenchError[] = [];
  const differing = new Set<string>();
  for (const { name, runs: mine } of bySystem) {
    if (base === undefined || name === baseline) continue;
    for (const one of settingsApart(mine, base.runs, rules)) {
      differing.add(one.name);
      apart.push(one.error);
      conditions.set(name, { ...conditions.get(name), ...conditionOf(one.name, one.value) });
      conditions.set(baseline, { ...conditions.get(baseline), ...conditionOf(one.name, one.baseline) });
    }
  }
  const all = shownSettings(
    bySystem.flatMap(({ runs: own }) => own),
    rules,
  );
  const shared = Object.fromEntries(Object.entries(all).filter(([name]) => !differing.has(name)));
  return { shared, conditions: Object.fromEntries(conditions), apart };
}

/** The good runs of a system; those that failed where it has no other, because they too say how their client was used. */
function usedRuns(all: readonly Found[], system: string): Found[] {
  const own = all.filter(({ file }) => file.system === system);
  if (own.some(({ settings }) => settings !== undefined)) return own;
  return own.map((run) => (run.tried === undefined ? run : { ...run, settings: run.tried }));
}

/** Those settings that have a word here: they are compared with values of other origin too. */
function knownOf(settings: Settings): Conditions {
  const entries = Object.entries(settings).filter(([name]) => Object.hasOwn(KNOWN, name));
  return Object.assign({}, ...entries.map(([name, value]) => conditionOf(name, value))) as Conditions;
}

function conditionOf(name: string, value: number | string): Conditions {
  const known = ownValue(KNOWN, name);
  if (known === undefined) return { [name]: value };
  const { setting, unit } = known;
  return { [setting]: unit === undefined || typeof value !== 'number' ? value : `${value} ${unit}` };
}
