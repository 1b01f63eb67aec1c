// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Clock } from '../../harness/metric/types.js';
import type { Plan, PlanStep } from '../../harness/plan/types.js';
import type { StepRecord } from '../../harness/run/record.js';
import { samplesCsv, samplesOf } from '../../harness/run/samples.js';
import { builtinScenarios } from '../support/builtin.js';

/** A boot with a value, on a host under a clock. */
function record(
  step: Pick<PlanStep, 'n' | 'system' | 'boot'> & { revision?: string },
  value: number,
  [clock, host]: [Clock, string] = ['deterministic', 'local'],
): StepRecord {
  return {
    format: 1,
    step: { ...step, kind: 'boot', scenario: 'boot', app: 'hello' },
    clock,
    host,
    images: { artifacts: {}, cmdline: '' },
    values: { 'boot.guest': value, 'not.asked.for': 1 },
  };
}

async function csvOf(records: StepRecord[]): Promise<string> {
  const { path: _path, ...scenario } = await builtinScenarios.load('boot');
  const plan: Plan = {
    ...{ format: 1, clock: 'deterministic', clockReason: '', host: 'any', monitor: 'qemu' },
    ...{ scenarios: [scenario], steps: [] },
  };
  return samplesCsv(samplesOf(plan, records, 'qemu 7.2.22'));
}

describe('samples.csv', () => {
  it('has one sorted row per sample that the scenario asks for, in the unit of the clock', async () => {
    const text = await csvOf([
      record({ n: 3, system: 'microvm', boot: 1 }, 9),
      record({ n: 2, system: 'lupine-base', boot: 10 }, 7),
      record({ n: 1, system: 'lupine-base', boot: 2 }, 8),
    ]);
    assert.equal(
      text,
      [
        'scenario,system,revision,app,metric,unit,direction,clock,monitor,host,boot,value',
        'boot,lupine-base,,hello,boot.guest,vns,lower,deterministic,qemu 7.2.22,any,2,8',
        'boot,lupine-base,,hello,boot.guest,vns,lower,deterministic,qemu 7.2.22,any,10,7',
        'boot,microvm,,hello,boot.guest,vns,lower,deterministic,qemu 7.2.22,any,1,9',
        '',
      ].join('\n'),
    );
  });
  it('names the monitor that a system brings, where it brings one', async () => {
    const brought = { ...record({ n: 1, system: 'hermitux', boot: 1 }, 5), monitor: 'uhyve' as const };
    assert.match(await csvOf([brought]), /,deterministic,uhyve,any,1,5\n$/);
  });
  it('does not depend on the order in which boots ended', async () => {
    const records = [
      record({ n: 1, system: 'a', boot: 1 }, 1),
      record({ n: 2, system: 'b', boot: 1 }, 2),
      record({ n: 3, system: 'b', boot: 2 }, 2),
      record({ n: 4, system: 'b', boot: 2, revision: 'v2' }, 2),
    ];
    assert.equal(await csvOf(records), await csvOf([...records].reverse()));
  });
  it('tells the revisions of a system apart', async () => {
    const text = await csvOf([
      record({ n: 1, system: 's', boot: 1, revision: 'v2' }, 1),
      record({ n: 2, system: 's', boot: 1, revision: 'v1' }, 2),
    ]);
    assert.deepEqual(text.match(/^boot,s,v[12],/gm), ['boot,s,v1,', 'boot,s,v2,']);
  });
  it('is the same from every machine under the deterministic clock, and names the host under the wall clock', async () => {
    const on = (clock: Clock, host: string): Promise<string> =>
      csvOf([record({ n: 1, system: 's', boot: 1 }, 5, [clock, host])]);
    assert.equal(await on('deterministic', 'here'), await on('deterministic', 'there'));
    assert.match(await on('wall', 'there'), /,ns,lower,wall,qemu 7\.2\.22,there,1,5\n$/);
  });
});
