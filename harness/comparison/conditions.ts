// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import type { Conditions } from '../metric/conditions.js';
import { bringsMonitor } from './cell.js';
import type { Side } from './side.js';
import { SETTING_ORDER, misleads, settingLabel } from './settings.js';

/** A setting in which a value and its baseline were not measured alike. */
export interface UnlikeSetting {
  setting: string;
  /** The setting in words. */
  label: string;
  value: string;
  baseline: string;
  /** `named`: a reader must know it; `refused`: a ratio would mislead; `waived`: it would, and the scenario says why it stands. */
  verdict: 'named' | 'refused' | 'waived';
  /** Of the waiver. */
  reason?: string;
}

/**
 * Every setting that both sides know and in which they differ, in a fixed order: the one comparison of conditions that there is, for
 * charts, tables, claims and gates. A waiver counts when the side's own scenario has it.
 */
export function compareConditions(side: Side, baseline: Side): UnlikeSetting[] {
  const [mine, theirs] = [conditionsIn(side, baseline), conditionsIn(baseline, side)];
  const shared = Object.keys(mine).filter((setting) => Object.hasOwn(theirs, setting));
  const rank = (setting: string): number => (SETTING_ORDER.indexOf(setting) + 1 || Infinity) - 1;
  return shared
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((setting) => ({
      setting,
      label: settingLabel(setting),
      value: String(ownValue(mine, setting)),
      baseline: String(ownValue(theirs, setting)),
    }))
    .filter(({ value, baseline: other }) => value !== other)
    .map((one) => ({ ...one, ...judge(one.setting, side, baseline) }));
}

/** Of a look at files no condition is known, and no monitor ran anything. A monitor that is the host's is compared elsewhere. */
function conditionsIn({ cell }: Side, { cell: other }: Side): Conditions {
  const { conditions = {}, monitor } = cell;
  const told = Object.keys(conditions).length > 0 && (bringsMonitor(cell) || bringsMonitor(other));
  return told && monitor !== '' ? { ...conditions, monitor } : conditions;
}

/** `concurrency 1, not 100`: a difference as it stands beside a value. */
export function differenceWords({ label, value, baseline }: UnlikeSetting): string {
  return `${label} ${value}, not ${baseline}`;
}

function judge(setting: string, side: Side, baseline: Side): Pick<UnlikeSetting, 'verdict' | 'reason'> {
  if (!misleads(setting, side.cell.metric)) return { verdict: 'named' };
  const reason = waiverFor(setting, side, baseline);
  return reason === undefined ? { verdict: 'refused' } : { verdict: 'waived', reason };
}

function waiverFor(setting: string, { run, cell }: Side, baseline: Side): string | undefined {
  const systems = [cell.system, baseline.cell.system];
  const waivers = run.scenarios.find(({ name }) => name === cell.scenario)?.waivers ?? [];
  return waivers.find(
    (one) =>
      one.setting === setting &&
      (one.systems === undefined || one.systems.some((system) => systems.includes(system))),
  )?.reason;
}
