// SPDX-License-Identifier: Apache-2.0
export { FEWEST_FOR_INTERVAL, orderInterval } from './order-interval.js';
export { bootNumbers, pairs } from './pairing.js';
export { ratio, type Ratio } from './ratio.js';
export { summarise } from './summarise.js';
