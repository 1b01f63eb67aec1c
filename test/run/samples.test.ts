// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Plan } from '../../harness/plan/types.js';
import type { StepRecord } from '../../harness/run/record.js';
import { samplesCsv, samplesOf } from '../../harness/run/samples.js';
import { builtinScenarios } from '../support/builtin.js';

describe('samples.csv', () => {
  const record = (n: number, system: string, boot: number, value: number): StepRecord => ({
    format: 1,
    step: { n, kind: 'boot', scenario: 'boot', system, app: 'hello', boot },
    clock: 'deterministic',
    host: 'local',
    images: { artifacts: {}, cmdline: '' },
    values: { 'boot.guest': value, 'not.asked.for': 1 },
  });
  const make = async (records: StepRecord[]): Promise<string> => {
    const { path: _path, ...scenario } = await builtinScenarios.load('boot');
    const plan: Plan = {
      format: 1,
      clock: 'deterministic',
      clockReason: '',
      host: 'any',
      monitor: 'qemu',
      scenarios: [scenario],
      steps: [],
    };
    return samplesCsv(samplesOf(plan, records));
  };

  it('has one sorted row per sample that the scenario asks for, in the unit of the clock', async () => {
    const text = await make([
      record(3, 'microvm', 1, 9),
      record(2, 'lupine-base', 10, 7),
      record(1, 'lupine-base', 2, 8),
    ]);
    assert.equal(
      text,
      [
        'scenario,system,app,metric,unit,direction,clock,host,boot,value',
        'boot,lupine-base,hello,boot.guest,vns,lower,deterministic,local,2,8',
        'boot,lupine-base,hello,boot.guest,vns,lower,deterministic,local,10,7',
        'boot,microvm,hello,boot.guest,vns,lower,deterministic,local,1,9',
        '',
      ].join('\n'),
    );
  });
  it('does not depend on the order in which boots ended', async () => {
    const records = [record(1, 'a', 1, 1), record(2, 'b', 1, 2), record(3, 'b', 2, 2)];
    assert.equal(await make(records), await make([...records].reverse()));
  });
});
