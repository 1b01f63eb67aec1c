// SPDX-License-Identifier: Apache-2.0
import type { Cell, FailedBoot } from '../comparison/index.js';
import { groupBy } from '../core/group-by.js';
import { ownValue } from '../core/own.js';
import { clockDefinitionOf, hostUnder } from '../metric/clock.js';
import type { MetricDeclaration, Sample } from '../metric/types.js';
import { unitUnder } from '../metric/units.js';
import { seriesName } from '../plan/durations.js';
import { systemsFor } from '../plan/plan.js';
import type { Plan, PlanStep } from '../plan/types.js';
import type { StepRecord } from '../run/record.js';
import type { ScenarioFile } from '../scenario/types.js';
import { revisionOf } from '../run/samples.js';
import { summarise } from '../statistics/index.js';
import { broughtBy } from '../system/guest/clock.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { conditionsOf } from './conditions.js';
import type { RefusedSample } from './plausible.js';

/** What was measured in a run, and with what. */
export interface Measurements {
  records: readonly StepRecord[];
  /** Steps that have none, and why. */
  unmade: readonly StepRecord[];
  /** Of the same records, sorted. */
  samples: readonly Sample[];
  /** Values that are none. */
  refused: readonly RefusedSample[];
  /** What ran the machines of systems that bring no monitor, e.g. `qemu 7.2.22`; empty when nothing says. */
  monitor: string;
  /** Identities of hosts whose times mean nothing. */
  emulated: readonly string[];
}

/** Boots of a system with an app in a scenario, of one revision and host. */
type Group = Pick<Cell, 'scenario' | 'app' | 'system' | 'revision' | 'host'>;

/** All cells of a run in the order of its scenarios, their apps and metrics, and the catalogue; planned ones without values too. */
export function cellsOf(plan: Plan, catalogue: SystemCatalogue, measurements: Measurements): Cell[] {
  const groups = groupsOf(plan, measurements.records);
  const valuesOf = groupBy(measurements.samples, (one) => `${one.metric} ${groupKey(one)}`);
  const refusedOf = groupBy(measurements.refused, (one) => `${one.metric} ${groupKey(one)}`);
  const recordsOf = groupBy([...measurements.records, ...measurements.unmade], (one) =>
    groupKey(groupOf(plan, one.step, one)),
  );
  const monitorOf = (system: string, records: readonly StepRecord[]): string =>
    records.find(({ monitor }) => monitor !== undefined)?.monitor ??
    (plan.imported === undefined ? broughtBy(catalogue.resolve(system)) : undefined) ??
    measurements.monitor;
  const cellOf = (group: Group, metric: MetricDeclaration, scenario: ScenarioFile): Cell => {
    const key = groupKey(group);
    const samples = valuesOf.get(`${metric.name} ${key}`) ?? [];
    const values = samples.map(({ value }) => value);
    return {
      ...group,
      metric: metric.name,
      title: metric.title,
      unit: unitUnder(plan.clock, metric.unit),
      direction: metric.direction,
      clock: plan.clock,
      clockDefinition: clockDefinitionOf(plan),
      monitor: monitorOf(group.system, recordsOf.get(key) ?? []),
      values,
      ...(values.length === 0 ? {} : { summary: summarise(values, plan.clock) }),
      failures: [
        ...failuresOf(recordsOf.get(key) ?? [], metric.name),
        ...(refusedOf.get(`${metric.name} ${key}`) ?? []).map(({ boot, code, message }) => ({
          boot,
          code,
          message,
        })),
      ],
      boots: samples.map(({ boot }) => boot),
      ...(plan.imported === undefined ? {} : { unpaired: true }),
      ...(measurements.emulated.includes(group.host) ? { emulated: true } : {}),
      ...unsupportedIn(plan, group),
      conditions: conditionsOf(plan, scenario, { system: group.system, metric: metric.name }, catalogue),
    };
  };
  return plan.scenarios.flatMap((scenario) =>
    scenario.apps.flatMap((app) =>
      scenario.metrics.flatMap((metric) =>
        systemsFor(scenario, app, catalogue).flatMap((system) => {
          const planned = { scenario: scenario.name, app, system };
          const known = groups.get(cellKey(planned));
          const alone = { ...planned, host: hostUnder(plan, plan.host) };
          // What is the same on both sides of a gate is part of its scenario, and not of its run; what another shard makes is not missing here.
          const whole = plan.gate === undefined && plan.shard === undefined;
          return (known ?? (whole ? [alone] : [])).map((group) => cellOf(group, metric, scenario));
        }),
      ),
    ),
  );
}

/** The groups of each system, app and scenario, in the order of the plan. */
function groupsOf(plan: Plan, records: readonly StepRecord[]): Map<string, Group[]> {
  const recordOf = new Map(records.map((record) => [record.step.n, record]));
  // What is not made yet will be made where the rest of its series is.
  const began = new Map(plan.fleet === undefined ? [] : records.map((one) => [seriesName(one.step), one]));
  const groups = plan.steps.map((step) =>
    groupOf(plan, step, recordOf.get(step.n) ?? began.get(seriesName(step))),
  );
  const distinct = [...new Map(groups.map((group) => [groupKey(group), group])).values()];
  return groupBy(distinct, cellKey);
}

function groupOf(plan: Plan, step: PlanStep, record: StepRecord | undefined): Group {
  const { scenario, app, system } = step;
  const host = hostUnder(plan, record?.host ?? plan.host);
  return { scenario, app, system, revision: revisionOf(step), host };
}

function unsupportedIn(
  { unsupported = [] }: Plan,
  { scenario, app, system }: Group,
): Pick<Cell, 'unsupported'> {
  const found = unsupported.find(
    (one) => one.scenario === scenario && one.app === app && one.system === system,
  );
  return found === undefined ? {} : { unsupported: { reason: found.reason, source: found.source } };
}

function failuresOf(records: readonly StepRecord[], metric: string): FailedBoot[] {
  return records.flatMap(({ step, failure, missing }) => {
    const why = failure ?? ownValue(missing ?? {}, metric);
    return why === undefined ? [] : [{ boot: step.boot, code: why.code, message: why.message }];
  });
}

function cellKey({ scenario, app, system }: Pick<Group, 'scenario' | 'app' | 'system'>): string {
  return JSON.stringify([scenario, app, system]);
}

function groupKey(group: Group): string {
  return JSON.stringify([cellKey(group), group.revision ?? '', group.host]);
}
