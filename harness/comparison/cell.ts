// SPDX-License-Identifier: Apache-2.0
import type { Conditions } from '../metric/conditions.js';
import type { Clock, Direction, Unit } from '../metric/types.js';
import type { CellSummary } from '../statistics/index.js';
import { broughtMonitor } from '../vmm/brought/all.js';

/** What a cell is the measurement of; no two cells of a run have the same. */
export interface CellIdentity {
  scenario: string;
  app: string;
  metric: string;
  system: string;
  /** Which state of the system was measured, where a run has several. */
  revision?: string | undefined;
  /** Program that ran the machine, and its version, e.g. `qemu 7.2.22`; empty when nothing says. */
  monitor: string;
  /** Identity of the host under the wall clock; `any` under the deterministic clock. */
  host: string;
}

/** A boot that gave no value, and why. */
export interface FailedBoot {
  boot: number;
  /** Stable error code. */
  code: string;
  message: string;
}

/** Values of one metric of one system, with their summary: one bar of a chart. */
export interface Cell extends CellIdentity {
  /** Metric title as the scenario declares it. */
  title: string;
  unit: Unit;
  direction: Direction;
  clock: Clock;
  /** Which definition of the clock gave the values. */
  clockDefinition: number;
  /** Raw values in boot order; empty when nothing could be measured. */
  values: number[];
  /** Statistics of the values; missing when there are none. */
  summary?: CellSummary;
  failures: FailedBoot[];
  /** Boot number of each value; without it: 1, 2, ... skipping failed boots. */
  boots?: number[];
  /** True when the boots of two systems were not made side by side, so that equal numbers mean nothing. */
  unpaired?: boolean;
  /** True when the processor of its host is emulated: its times mean nothing. */
  emulated?: boolean;
  /** Why it can never have a value, and who says so. */
  unsupported?: { reason: string; source: string };
  /** What it was measured under, as far as it is known. */
  conditions?: Conditions;
}

/** True when two cells are measurements of the same thing. */
export function isSameCell(a: CellIdentity, b: CellIdentity): boolean {
  return (
    a.scenario === b.scenario &&
    a.app === b.app &&
    a.metric === b.metric &&
    a.system === b.system &&
    (a.revision ?? '') === (b.revision ?? '') &&
    a.monitor === b.monitor &&
    a.host === b.host
  );
}

/** True for a cell whose guests a monitor ran that the system brings itself. */
export function bringsMonitor({ monitor }: Pick<CellIdentity, 'monitor'>): boolean {
  return broughtMonitor(monitor) !== undefined;
}

/** A system as it is named in a sentence: with its revision where it has one. */
export function systemLabel({ system, revision }: Pick<CellIdentity, 'system' | 'revision'>): string {
  return revision === undefined || revision === '' ? system : `${system} (${revision})`;
}

/** Boot number of each value of a cell: as recorded, else counted from 1 without the failed boots. */
export function bootNumbers({ values, boots, failures }: Cell): number[] {
  if (boots?.length === values.length) return boots;
  const failed = new Set(failures.map(({ boot }) => boot));
  const numbers: number[] = [];
  for (let boot = 1; numbers.length < values.length; boot += 1) {
    if (!failed.has(boot)) numbers.push(boot);
  }
  return numbers;
}
