// SPDX-License-Identifier: Apache-2.0
import type { MetricDeclaration } from '../metric/types.js';
import type { Found } from './found.js';

/**
 * Says of each good run which of the metrics, that others of its scenario have, its client did not print: a test that was
 * not asked for, latencies before redis 6.2. Such a gap is never left without a reason.
 */
export function addMissing(runs: readonly Found[], metrics: readonly MetricDeclaration[]): void {
  for (const { kind, file, line, outcome } of runs) {
    if (outcome.failure !== undefined) continue;
    const lacking = metrics.filter(({ name }) => !Object.hasOwn(outcome.values, name));
    if (lacking.length === 0) continue;
    outcome.missing = Object.fromEntries(
      lacking.map(({ name, title }) => [
        name,
        {
          code: 'LOG_LACKS_METRIC',
          message: `${file.path}:${line}: ${kind.client} did not print this here: ${title}.`,
          next: 'Import logs of the same tests, by the same version of the client.',
        },
      ]),
    );
  }
}
