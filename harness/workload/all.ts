// SPDX-License-Identifier: Apache-2.0

// One line for each workload; its name in scenario files is the one that it declares.
export { boot } from './boot.js';
export { imageSize } from './image-size.js';
export { kmlFades } from './kml-fades.js';
export { lmbench } from './lmbench.js';
export { memoryFloor } from './memory-floor.js';
export { nginx } from './nginx.js';
export { nginxWrk } from './nginx-wrk.js';
export { redis } from './redis.js';
export { syscall } from './syscall.js';
