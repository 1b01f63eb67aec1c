// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError } from '../../core/errors.js';
import { reasonOf } from '../../core/reason.js';

/**
 * A step in making a chart, with the chart's title in whatever the drawing library throws.
 * @throws BenchError `CHART_FAILED` (exit 3).
 */
export async function chartStep<T>(title: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof BenchError) throw error;
    throw measureError(
      'CHART_FAILED',
      `the chart "${title}" could not be drawn: ${reasonOf(error)}`,
      'The values are in samples.csv and run.json of the run; report this with its plan.json.',
      error,
    );
  }
}
