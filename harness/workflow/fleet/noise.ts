// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../../core/group-by.js';
import { controlOf } from '../../gate/control.js';
import { marginOf } from '../../gate/margin.js';
import { varies } from '../../metric/units.js';
import type { Plan } from '../../plan/types.js';
import type { StepRecord } from '../../run/record.js';
import { samplesOf } from '../../run/samples.js';

/** What nobody has said of margins. */
const NO_MARGINS = { given: new Map<string, number>(), project: new Map<string, number>() };

/**
 * Why the boots of a series say that their host is not quiet: neighbouring boots of one thing are judged as a gate judges two sides, and more
 * than half of the cells differ from themselves. One cell alone does so by chance, once in fifty.
 * @returns a clause; nothing under the deterministic clock, and where there are too few boots to tell.
 */
export function noiseIn(plan: Plan, records: readonly StepRecord[]): string | undefined {
  if (plan.clock === 'deterministic') return undefined;
  const samples = samplesOf(plan, records, '').filter(({ unit }) => varies(unit));
  const cells = groupBy(samples, ({ scenario, app, system, revision = '', metric }) =>
    JSON.stringify([scenario, app, system, revision, metric]),
  );
  const controls = [...cells.values()].flatMap((cell) => {
    const [first] = cell;
    if (first === undefined) return [];
    const scenario = plan.scenarios.find(({ name }) => name === first.scenario)?.margins;
    const { margin } = marginOf({ ...first, scenario }, NO_MARGINS);
    const values = cell.map(({ value }) => value);
    const control = controlOf(values, margin, cell.map(({ boot }) => boot)); // prettier-ignore
    return control === undefined ? [] : [control.fired];
  });
  const fired = controls.filter((one) => one).length;
  if (fired * 2 <= controls.length || fired === 0) return undefined;
  return `${fired} of ${controls.length} cells differ from themselves from boot to boot`;
}
