// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { differingFacts } from '../../host/identity.js';
import type { TuningOutcome } from '../../remote/tuning/types.js';
import type { RunFolder } from '../../run/folder.js';
import { type OtherHost, type Provenance, hostPart, readProvenance } from '../../run/provenance.js';

/**
 * In what the hosts of two runs differ that may show in a time, a sentence each; the identity of a host alone does not say what.
 * @throws BenchError `TUNING_DIFFERS` (exit 5) where one host was set in two ways.
 */
export async function differingHosts([before, after]: readonly RunFolder[]): Promise<string[]> {
  if (before === undefined || after === undefined) return [];
  const plans = [await before.plan(), await after.plan()];
  if (plans.some(({ clock }) => clock !== 'wall')) return [];
  const [old, now] = [hostsOf(await readProvenance(before)), hostsOf(await readProvenance(after))];
  return now.flatMap((host) => {
    const same = old.find((one) => one.host.identity === host.host.identity);
    if (same !== undefined) requireSameSettings(same, host);
    const other = same ?? old.find((one) => one.host.name === host.host.name) ?? old[0];
    return other === undefined || other === same ? [] : differences(other, host);
  });
}

function hostsOf(provenance: Provenance | undefined): OtherHost[] {
  return provenance === undefined ? [] : [hostPart(provenance), ...(provenance.others ?? [])];
}

function differences(before: OtherHost, after: OtherHost): string[] {
  const words = differingFacts(before.host, after.host).map(
    ([name, was, is]) => `${name} (${printable(was, 100) || 'unknown'}, ${printable(is, 100) || 'unknown'})`,
  );
  if (words.length === 0) return [];
  return [`Hosts ${before.host.identity} and ${after.host.identity} differ in ${words.join(', ')}.`];
}

function requireSameSettings(before: OtherHost, after: OtherHost): void {
  const [was, is] = [valuesOf(before.tuning), valuesOf(after.tuning)];
  const words = [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => `${name} (${was.get(name) ?? 'not asked for'}, ${is.get(name) ?? 'not asked for'})`);
  if (words.length === 0) return;
  throw new BenchError({
    code: 'TUNING_DIFFERS',
    message: `host ${printable(after.host.name, 100)} was set otherwise for each of the runs: ${words.join(', ')}.`,
    next: 'Measure both with the same `tuning` of its entry.',
    exit: EXIT.notComparable,
  });
}

function valuesOf(tuning: readonly TuningOutcome[] = []): Map<string, string> {
  return new Map(tuning.map(({ what, now }) => [what, printable(now.join(' '), 100)]));
}
