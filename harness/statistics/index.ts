// SPDX-License-Identifier: Apache-2.0
export { compareConstants, comparePairs, compareSummaries, compareWithItself } from './compare.js';
export type { Comparison, Operation, ValuePair } from './comparison.js';
export { FEWEST_FOR_INTERVAL, orderInterval } from './order-interval.js';
export { type CellSummary, isConstant, summarise } from './summarise.js';
export { type Rate, rateOf } from './rate.js';
export { type MeanBounds, type TrimmedBounds, meanBounds, smallestSeen, trimmedBounds } from './student.js';
export { type TwoMeans, twoMeans } from './two-means.js';
