// SPDX-License-Identifier: Apache-2.0
import type { AppName, OneLine, ScenarioName, SystemName } from '../core/names.js';
import { ownValue } from '../core/own.js';
import type { ScenarioFile } from '../scenario/types.js';
import { type System, isGuest } from '../system/types.js';
import { workloadOf } from '../workload/registry.js';

/** A cell that a system can never have: known before it is tried, and no failure. */
export interface UnsupportedCell {
  scenario: ScenarioName;
  system: SystemName;
  app: AppName;
  /** Why, one sentence. */
  reason: OneLine;
  /** Who says so. */
  source: OneLine;
}

/** Why a system cannot have a cell; nothing when it may be tried. */
export function unsupported(
  system: System,
  app: string,
  scenario: ScenarioFile,
): Pick<UnsupportedCell, 'reason' | 'source'> | undefined {
  if (!isGuest(system)) return undefined;
  const limit = system.limits.find(
    (one) => (one.app ?? app) === app && (one.scenario ?? scenario.name) === scenario.name,
  );
  if (limit !== undefined) return { reason: oneLine(limit.reason), source: oneLine(limit.source) };
  const declared = ownValue(system.apps, app);
  const source = `the declaration of ${system.name}`;
  if (declared === undefined) return { reason: `nothing says how ${app} runs on it.`, source };
  const workload = workloadOf(scenario);
  if (workload.clientsOn === 'host') {
    if (declared.hostLoad !== undefined) return undefined;
    return { reason: `nothing says how ${app} is loaded on it from the host.`, source };
  }
  const metrics = scenario.metrics.map(({ name }) => name);
  const missing = workload
    .clients(scenario.parameters, metrics)
    .map(({ client, name = client }) => name)
    .find((name) => ownValue(declared.clients ?? {}, name) === undefined);
  return missing === undefined
    ? undefined
    : { reason: `its image of ${app} has no program "${missing}" that loads it in the guest.`, source };
}

/** Longest text of a plan. */
const LONGEST = 1000;

/** YAML has texts of several lines, and a plan that has one of them could not be read again. */
function oneLine(text: string): OneLine {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line;
}
