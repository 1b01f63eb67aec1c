// SPDX-License-Identifier: Apache-2.0
import type { WorkloadName } from '../scenario/types.js';
import { boot } from './boot.js';
import { imageSize } from './image-size.js';
import { memoryFloor } from './memory-floor.js';
import { redis } from './redis.js';
import type { Workload } from './types.js';

/** Every workload by the name a scenario file uses. */
export const workloads: Record<WorkloadName, Workload> = {
  boot,
  'image-size': imageSize,
  'memory-floor': memoryFloor,
  redis,
};
