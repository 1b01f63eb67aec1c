// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError } from '../../harness/core/errors.js';
import { workloadOf } from '../../harness/workload/registry.js';
import type { InspectedImage } from '../../harness/workload/types.js';

const inspect = (image: InspectedImage): Record<string, unknown> => {
  const values = workloadOf({ workload: 'image-size' }).inspect?.(image) ?? {};
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value instanceof BenchError ? value.code : value]),
  );
};

const IMAGE: InspectedImage = {
  artifacts: [
    { role: 'kernel', bytes: 10 },
    { role: 'kernel-compressed', bytes: 4 },
    { role: 'disk', bytes: 70 },
  ],
  facts: { strippedBytes: 12, options: 300 },
};

describe('image-size', () => {
  it('reads sizes by what a file is for', () =>
    assert.deepEqual(inspect(IMAGE), {
      ...{ 'image.kernel': 10, 'image.kernel_stripped': 12, 'image.kernel_compressed': 4 },
      ...{ 'image.rootfs': 70, 'config.options': 300 },
    }));
  it('lacks single metrics of an image that is of another kind', () =>
    assert.deepEqual(inspect({ artifacts: [{ role: 'kernel', bytes: 10 }], facts: {} }), {
      ...{ 'image.kernel': 10, 'image.kernel_stripped': 'NOT_AVAILABLE' },
      ...{ 'image.kernel_compressed': 'NOT_AVAILABLE', 'image.rootfs': 'NOT_AVAILABLE' },
      'config.options': 'NOT_AVAILABLE',
    }));
});
