// SPDX-License-Identifier: Apache-2.0
import { readBelow } from '../core/confined.js';
import { isRecord } from '../core/remembered.js';
import { unseal } from '../core/seal.js';
import type { ComparisonDocument, GateVerdict, MetricVerdict } from '../gate/types.js';

/** What of a comparison goes into a history. */
export interface Verdicts extends Pick<ComparisonDocument, 'verdict'> {
  metrics: readonly (Pick<
    ComparisonDocument['metrics'][number],
    'scenario' | 'app' | 'metric' | 'verdict'
  > & {
    system: { head: string };
  })[];
}

const METRIC_VERDICTS: readonly MetricVerdict[] = [
  ...(['pass', 'improvement', 'regression', 'inconclusive'] as const),
  ...(['could not measure', 'not comparable', 'new'] as const),
];
const VERDICTS: readonly GateVerdict[] = [...METRIC_VERDICTS, 'host not fit'];

/** Longest comparison, bytes. */
const LONGEST = 64 * 1024 * 1024;

/**
 * The verdicts in the `comparison.json` of a run's folder: nothing where there is none, and in words why where it cannot be used. It may be
 * from anybody.
 * @throws BenchError (exit 2) what {@link readBelow} throws.
 */
export async function readVerdicts(dir: string): Promise<Verdicts | string | undefined> {
  const bytes = await readBelow(dir, 'comparison.json', LONGEST);
  if (bytes === undefined) return undefined;
  const unsealed = unseal(bytes.toString('utf8'));
  if (typeof unsealed === 'string') return unsealed;
  if (unsealed.seal !== 'whole') return 'its digest does not fit its content';
  const { format, verdict: said, metrics: listed } = unsealed.content;
  if (format !== 1) return 'its format is not known';
  const verdict = VERDICTS.find((one) => one === said);
  const metrics = Array.isArray(listed) ? listed.map((one: unknown) => metricIn(one)) : [];
  if (verdict === undefined || metrics.includes(undefined)) return 'it has something else than verdicts';
  return { verdict, metrics: metrics.filter((one) => one !== undefined) };
}

function metricIn(value: unknown): Verdicts['metrics'][number] | undefined {
  if (!isRecord(value) || !isRecord(value['system'])) return undefined;
  const { scenario, app, metric, verdict: said } = value;
  const { head } = value['system'];
  const verdict = METRIC_VERDICTS.find((one) => one === said);
  if (typeof scenario !== 'string' || typeof app !== 'string' || typeof metric !== 'string') return undefined;
  if (typeof head !== 'string' || verdict === undefined) return undefined;
  return { scenario, app, metric, verdict, system: { head } };
}
