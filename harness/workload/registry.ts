// SPDX-License-Identifier: Apache-2.0
import type { WorkloadName } from '../scenario/types.js';
import { boot } from './boot.js';
import { imageSize } from './image-size.js';
import { kmlFades } from './kml-fades.js';
import { lmbench } from './lmbench.js';
import { memoryFloor } from './memory-floor.js';
import { nginx } from './nginx.js';
import { nginxWrk } from './nginx-wrk.js';
import { redis } from './redis.js';
import { syscall } from './syscall.js';
import type { Workload } from './types.js';

/** Every workload by the name a scenario file uses. */
export const workloads: Record<WorkloadName, Workload> = {
  boot,
  'image-size': imageSize,
  'kml-fades': kmlFades,
  lmbench,
  'memory-floor': memoryFloor,
  nginx,
  'nginx-wrk': nginxWrk,
  redis,
  syscall,
};
