// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { decimalNumber } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import { varies } from '../metric/units.js';
import type { Clock, Unit } from '../metric/types.js';
import type { MarginOrigin } from './types.js';

/** How much worse counts as nothing where nobody says, as a part of the base: where values repeat, and where they vary. */
const DEFAULTS = { exact: 0.001, varying: 0.01 } as const;

/** Name that stands for every metric that is not named. */
export const ALL_METRICS = 'all';

/** Margins by metric, as parts of the base. */
type ByMetric = ReadonlyMap<string, number>;

/** What the command line and the project say of margins; what a scenario says is in it. */
export interface Margins {
  given: ByMetric;
  project: ByMetric;
}

/** A metric to which a margin belongs. */
interface MarginSubject {
  metric: string;
  unit: Unit;
  clock: Clock;
  /** What the scenario says, as it is written there. */
  scenario?: Readonly<Record<string, string>> | undefined;
}

/**
 * The margin of a metric, as a part of the base, and who says so: the command line, else the project, else the scenario, each by the
 * metric's name before `all`; else 0.1 % where values are the same in every boot, and 1 % where they vary.
 */
export function marginOf(
  { metric, unit, clock, scenario = {} }: MarginSubject,
  { given, project }: Margins,
): { margin: number; marginFrom: MarginOrigin } {
  const sources: [MarginOrigin, ByMetric][] = [
    ['command line', given],
    ['project', project],
    ['scenario', writtenMargins(scenario)],
  ];
  for (const [marginFrom, margins] of sources) {
    const margin = margins.get(metric) ?? margins.get(ALL_METRICS);
    if (margin !== undefined) return { margin, marginFrom };
  }
  const kind = clock === 'wall' && varies(unit) ? 'varying' : 'exact';
  return { margin: DEFAULTS[kind], marginFrom: 'default' };
}

/**
 * The margins of a command: `0.5%`, `boot.guest=0.5%` or both, one each, and those of the project.
 * @param project as its file has them.
 * @throws BenchError `MARGIN_WRONG` (exit 2).
 */
export function readMargins(
  texts: readonly string[],
  project: Readonly<Record<string, string>> = {},
): Margins {
  const given = new Map<string, number>();
  for (const text of texts) {
    const { name = ALL_METRICS, share = '' } =
      /^(?:(?<name>[a-z][a-z0-9._]{0,99})=)?(?<share>[^=]+)$/.exec(text)?.groups ?? {};
    const margin = partOf(share);
    if (margin === undefined) {
      throw usageError(
        'MARGIN_WRONG',
        `--margin "${printable(text, 100)}" is no margin.`,
        'Give per cent, for all metrics or for one: --margin 0.5% or --margin boot.guest=0.1%.',
      );
    }
    given.set(name, margin);
  }
  return { given, project: writtenMargins(project) };
}

/** Margins of a file whose schema has looked at them. */
function writtenMargins(texts: Readonly<Record<string, string>>): ByMetric {
  return new Map(
    Object.entries(texts).flatMap(([name, text]) => {
      const margin = partOf(text);
      return margin === undefined ? [] : [[name, margin]];
    }),
  );
}

/** A percentage such as `0.5%` as a part of one; nothing for anything else, and for more than 100 %. */
function partOf(text: string): number | undefined {
  const [, digits] = /^(\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(text) ?? [];
  const percent = decimalNumber(digits);
  return percent === undefined || percent > 100 ? undefined : percent / 100;
}
