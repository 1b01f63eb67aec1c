// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Clock, Counted } from '../../harness/metric/types.js';
import { planFault } from '../../harness/plan/check.js';
import { makePlan } from '../../harness/plan/plan.js';
import type { Plan, PlanStep } from '../../harness/plan/types.js';
import type { ScenarioFile } from '../../harness/scenario/types.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';

const catalogue = await builtinSystems();

async function planned(name: string, clock: Clock = 'deterministic', counted?: Counted): Promise<Plan> {
  const scenario = await builtinScenarios.load(name);
  return makePlan([scenario], catalogue, { ...ANYWHERE, clock, counted, clockReason: 'test' });
}

const PLAN = await planned('boot');
const REDIS = await planned('redis');

const withScenario = (plan: Plan, change: Partial<ScenarioFile>): Plan => ({
  ...plan,
  scenarios: plan.scenarios.map((scenario) => ({ ...scenario, ...change })),
});
const withStep = (change: Partial<PlanStep>, at = 0): Plan => ({
  ...PLAN,
  steps: PLAN.steps.map((step, index) => (index === at ? { ...step, ...change } : step)),
});
const [first] = PLAN.scenarios;
const metrics = first?.metrics ?? [];
const [step] = PLAN.steps;

/** What somebody may write, and how it is named. */
const FAULTS: Readonly<Record<string, [plan: Plan, fault: RegExp]>> = {
  'numbers that do not count up': [withStep({ n: 2 }), /"steps\.0\.n" is 2, expected 1/],
  'a step twice': [withStep({ ...step, n: 2 }, 1), /"steps\.1" stands twice/],
  'a step of no scenario': [withStep({ scenario: 'constructor' }), /"steps\.0" is of no scenario/],
  'a step with an app that its scenario has not': [withStep({ app: 'nginx' }), /has the app nginx/],
  'a step of another kind': [withStep({ kind: 'import' }), /is of the kind import, expected boot/],
  'a boot that was not asked for': [withStep({ boot: 1000 }), /is boot 1000 of/],
  'a scenario twice': [{ ...PLAN, scenarios: [...PLAN.scenarios, ...PLAN.scenarios] }, /"boot" stands twice/],
  'an app twice': [withScenario(PLAN, { apps: ['hello', 'hello'] }), /"scenarios\.0" has "hello" twice/],
  'a baseline that is not measured': [withScenario(PLAN, { baseline: 'osv' }), /a baseline that is not/],
  'a metric whose direction is turned': [
    withScenario(PLAN, { metrics: metrics.map((one) => ({ ...one, direction: 'higher' })) }),
    /has the metric boot\.\w+ otherwise than its workload/,
  ],
  'a metric in another unit': [
    withScenario(PLAN, { metrics: metrics.map((one) => ({ ...one, unit: 'bytes' })) }),
    /otherwise than its workload/,
  ],
  'a metric for which something else is counted': [
    { ...PLAN, counted: 'kvm-host' },
    /has the metric boot\.guest, for which something else is counted/,
  ],
  'a metric of another workload': [
    withScenario(PLAN, { metrics: metrics.map((one) => ({ ...one, name: 'toString' })) }),
    /has "toString" twice|has the metric toString otherwise/,
  ],
  'a parameter out of its range': [
    withScenario(REDIS, { parameters: { requests: -1 } }),
    /a parameter that cannot be: `requests` of redis is -1/,
  ],
  'a parameter that is none': [
    withScenario(REDIS, { changed: { constructor: 1 } }),
    /redis has no parameter `constructor`/,
  ],
  'a load from the host on the other clock': [withScenario(REDIS, { load: 'host' }), /its load on the host/],
  'cells without end': [
    withScenario(PLAN, { apps: ['hello', ...Array.from({ length: 99_999 }, (_, at) => `a${at}`)] }),
    /"scenarios\.0" has \d+ cells, and 100000 are the most/,
  ],
  'logs in a plan of boots': [
    { ...PLAN, imported: { files: [], settings: {} } },
    /"imported" stands in a plan of boots/,
  ],
};

describe('a plan', () => {
  for (const [what, [plan, fault]] of Object.entries(FAULTS)) {
    it(`with ${what} is refused`, () => {
      assert.match(planFault(plan) ?? 'nothing', fault);
    });
  }
  it('as it is made is taken, of every scenario and either clock', async () => {
    for (const name of await builtinScenarios.names()) {
      const { load, metrics: own } = await builtinScenarios.load(name);
      const counted = own.find((one) => one.counted !== undefined)?.counted;
      if (counted !== undefined) {
        assert.equal(planFault(await planned(name, 'deterministic', counted)), undefined, name);
        continue;
      }
      const clocks = load === 'host' ? (['wall'] as const) : (['deterministic', 'wall'] as const);
      for (const clock of clocks) assert.equal(planFault(await planned(name, clock)), undefined, name);
    }
  });
});
