// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import { packagePath } from '../../harness/core/paths.js';

const SCENARIO = {
  ...{ name: 'x', title: 'x', description: 'x', apps: ['redis'], systems: ['microvm'], baseline: 'microvm' },
  ...{ boots: 1, memory_mib: 64, timeout_s: 9 },
};

describe('the schema of scenarios, as an editor reads it', () => {
  let validate: ValidateFunction;
  before(async () => {
    const text = await readFile(packagePath('harness/schema/scenario.schema.json'), 'utf8');
    validate = new Ajv({ strict: false }).compile(JSON.parse(text) as object);
  });
  const accepts = (workload: string, metric: string, more: object = {}): boolean =>
    validate({ ...SCENARIO, workload, parameters: {}, metrics: [{ name: metric }], ...more });

  it('knows the metrics of each workload', () => {
    assert.ok(accepts('redis', 'throughput.get'));
    assert.ok(!accepts('redis', 'boot.ready'));
    assert.ok(!accepts('rediz', 'throughput.get'));
  });
  it('knows the parameters of each workload, with their range', () => {
    const redis = (parameters: object): boolean => accepts('redis', 'throughput.get', { parameters });
    assert.ok(redis({ requests: 1, pipeline: 16 }));
    for (const wrong of [{ requests: 0 }, { requests: 1.5 }, { requests: '5' }, { rounds: 5 }])
      assert.ok(!redis(wrong), JSON.stringify(wrong));
  });
  it('knows which loads may come from the host, and that they have other metrics', () => {
    assert.ok(accepts('redis', 'throughput.host.get', { load: 'host' }));
    assert.ok(accepts('redis', 'throughput.get', { load: 'guest' }));
    assert.ok(!accepts('redis', 'throughput.get', { load: 'host' }));
    assert.ok(!accepts('redis', 'throughput.host.get'));
    assert.ok(!accepts('boot', 'boot.ready', { load: 'host' }));
  });
});
