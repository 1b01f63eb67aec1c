// SPDX-License-Identifier: Apache-2.0
import { CLOCK_DEFINITION, hostUnder } from '../../harness/metric/clock.js';
import type { Clock, Direction, Sample, Unit } from '../../harness/metric/types.js';
import type { Cell } from '../../harness/comparison/index.js';
import type { ReportedScenario, RunSummary } from '../../harness/summary/types.js';
import { summarise } from '../../harness/statistics/index.js';

/** A cell in short: what differs between cells of one metric. */
export interface CellParts {
  system: string;
  values: number[];
  failures?: Cell['failures'];
}

/** A metric with its cells in short. */
export interface MetricParts {
  scenario: string;
  app: string;
  metric: string;
  title: string;
  unit: Unit;
  direction: Direction;
  cells: CellParts[];
}

/** Cells of a metric, summarised as the run command does. */
export function cellsOf(clock: Clock, { cells, ...metric }: MetricParts): Cell[] {
  return cells.map(({ system, values, failures = [] }) => ({
    ...metric,
    system,
    clock,
    clockDefinition: CLOCK_DEFINITION[clock],
    monitor: 'fixture-monitor',
    host: hostUnder({ clock }, 'fixture-host'),
    values,
    ...(values.length > 0 && { summary: summarise(values, clock) }),
    failures,
  }));
}

/** The same value in a number of boots. */
export function same(value: number, boots = 3): number[] {
  return Array.from({ length: boots }, () => value);
}

/** A scenario against microvm. */
export function scenario(name: string, title: string, load = '', baseline = 'microvm'): ReportedScenario {
  return {
    name,
    title,
    description: `Fixture, not a measurement: ${title.toLowerCase()}.`,
    baseline,
    parameters: load === '' ? { memory: '512 MiB' } : { requests: 20000, clients: 50, memory: '512 MiB' },
    load,
  };
}

/** A run from its metrics; systems in order of first appearance. */
export function runOf(clock: Clock, scenarios: ReportedScenario[], metrics: MetricParts[]): RunSummary {
  const cells = metrics.flatMap((metric) => cellsOf(clock, metric));
  const names = [...new Set(cells.map((cell) => cell.system))];
  return {
    format: 1,
    clock,
    host: 'fixture-host',
    scenarios,
    systems: names.map((name) => ({
      name,
      title: `${name} (fixture)`,
      cmdline: `console=ttyS0 reboot=t panic=-1 init=/sbin/init lupine.system=${name}`,
      ...declared(name),
    })),
    cells,
    samples: cells.flatMap(samplesOf),
    notes: ['These values are a fixture for tests; nothing was measured.'],
    provenance: [
      { label: 'Linux', value: '4.0 (fixture)' },
      { label: 'QEMU', value: '7.2.0, microvm machine, icount shift=0 (fixture)' },
      { label: 'kernel digest', value: `sha256:${'0123456789abcdef'.repeat(4)}` },
    ],
    complete: true,
  };
}

/** As `kernel/systems.yaml` declares the systems that the fixtures name. */
function declared(name: string): Pick<RunSummary['systems'][number], 'family' | 'subject' | 'app'> {
  const [, app] = /^lupine-(hello|redis|nginx|micro|lmbench)(?:\+|$)/.exec(name) ?? [];
  return name.startsWith('lupine-')
    ? { family: 'lupine', subject: true, app }
    : { family: name, subject: false };
}

function samplesOf(cell: Cell): Sample[] {
  const { scenario: name, system, app, metric, unit, direction, clock, monitor, host } = cell;
  return cell.values.map((value, index) => ({
    ...{ scenario: name, system, app, metric, unit, direction, clock, monitor, host },
    boot: index + 1,
    value,
  }));
}
