// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { completeParameters, parameterFault, parameterList } from '../../harness/workload/parameters.js';
import { workloadOf, workloads } from '../../harness/workload/registry.js';

const redis = workloadOf({ workload: 'redis' });

describe('parameters of a workload', () => {
  it('have the default where a scenario says nothing', () =>
    assert.deepEqual(completeParameters(redis, { clients: 7 }), {
      ...{ requests: 5000, clients: 7, value_bytes: 3, pipeline: 1 },
    }));
  it('are whole numbers in their range', () => {
    const fault = (value: unknown): string | undefined => parameterFault(redis, 'clients', value)?.code;
    for (const value of [1, 50, 20_000]) assert.equal(fault(value), undefined);
    for (const value of [0, 20_001, 1.5, NaN, Infinity, '50', null])
      assert.equal(fault(value), 'PARAMETER_INVALID', String(value));
  });
  it('are named when there is no such one, also for names that every object has', () => {
    for (const name of ['rounds', 'constructor', '__proto__']) {
      const { code, message } = parameterFault(redis, name, 1) ?? assert.fail(name);
      assert.equal(code, 'PARAMETER_UNKNOWN');
      assert.match(
        message,
        /redis has no parameter `\w+`; it has `requests` .*`pipeline` \(1 to 1000000\)\./,
      );
    }
    const { message, next } =
      parameterFault(workloadOf({ workload: 'boot' }), 'requests', 1) ?? assert.fail();
    assert.match(message, /boot has no parameter `requests`; it has none\./);
    assert.equal(next, 'Remove it.');
  });
  it('are listed with their ranges', () =>
    assert.equal(
      parameterList(workloadOf({ workload: 'nginx-wrk' }).parameters),
      '`clients` (1 to 20000), `seconds` (1 to 3600)',
    ));
  it('have defaults within their own ranges', () => {
    for (const workload of workloads) {
      for (const [key, declared] of Object.entries(workload.parameters))
        assert.equal(parameterFault(workload, key, declared.default), undefined, `${workload.name} ${key}`);
    }
  });
});
