// SPDX-License-Identifier: Apache-2.0
import type { HostLoadName, ScenarioFile, WorkloadName } from '../scenario/types.js';
import { boot } from './boot.js';
import { imageSize } from './image-size.js';
import { kmlFades } from './kml-fades.js';
import { lmbench } from './lmbench.js';
import { memoryFloor } from './memory-floor.js';
import { nginx, nginxHost } from './nginx.js';
import { nginxWrk, wrkHost } from './nginx-wrk.js';
import { redis, redisHost } from './redis.js';
import { syscall } from './syscall.js';
import type { Workload } from './types.js';

/** Every workload by the name a scenario file uses, its clients in the guest. */
const workloads: Record<WorkloadName, Workload> = {
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

/** Those whose clients can run on the host. */
const hostWorkloads: Record<HostLoadName, Workload> = {
  nginx: nginxHost,
  'nginx-wrk': wrkHost,
  redis: redisHost,
};

/** The workload of a scenario, with its clients where the scenario wants them. */
export function workloadOf({ workload, load }: Pick<ScenarioFile, 'workload' | 'load'>): Workload {
  const onHost: Partial<Record<WorkloadName, Workload>> = hostWorkloads;
  return (load === 'host' ? onHost[workload] : undefined) ?? workloads[workload];
}
