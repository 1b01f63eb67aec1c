// SPDX-License-Identifier: Apache-2.0

/** Head of the table since redis 6.2. */
export const REDIS_HEAD_LINE =
  '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"\n';

/** A row of before redis 6.2. */
export const oldRow = (test: string, rate: number | string): string =>
  `"${test}","${typeof rate === 'number' ? rate.toFixed(2) : rate}"\n`;

/** A row since redis 6.2; `average` is the mean latency in ms. */
export const newRow = (test: string, rate: number | string, average = 0.4): string =>
  `"${test}","${typeof rate === 'number' ? rate.toFixed(2) : rate}","${average.toFixed(3)}","0.064","0.399","0.487","0.879","1.015"\n`;

/** A run of before redis 6.2. */
export const oldRun = (set: number | string, get: number | string): string =>
  oldRow('SET', set) + oldRow('GET', get);

/** A run since redis 6.2. */
export const newRun = (set: number | string, get: number | string, average = 0.4): string =>
  REDIS_HEAD_LINE + newRow('SET', set, average) + newRow('GET', get, average);
