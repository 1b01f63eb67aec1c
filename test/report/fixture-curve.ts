// SPDX-License-Identifier: Apache-2.0
import type { RunSummary } from '../../harness/summary/types.js';
import { noisy } from '../support/random.js';
import { type CellParts, runOf, same, scenario } from './fixture-parts.js';

const WORKS = [0, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
const NOTE = 'These are instructions. What kernel mode saves is cycles: run it on a host with KVM.';

function run(clock: 'deterministic' | 'wall', cells: (work: number) => CellParts[]): RunSummary {
  const unit = clock === 'wall' ? 'ns' : 'vns';
  const metrics = WORKS.map((work) => ({
    ...({ scenario: 'kml-fades', app: 'micro', unit, direction: 'lower' } as const),
    metric: `kml_fades.${work}`,
    title: `${work} instructions of work and one call`,
    cells: cells(work),
  }));
  const described = scenario(
    'kml-fades',
    'How the gain of kernel mode fades',
    'inside the guest',
    'lupine-base',
  );
  return runOf(clock, [clock === 'wall' ? described : { ...described, note: NOTE }], metrics);
}

/** Two systems under the deterministic clock: one saves 51 of 188 instructions at each call, the other loses 20. */
export function fading(): RunSummary {
  return run('deterministic', (work) => [
    { system: 'lupine-base', values: same(work + 188) },
    { system: 'lupine-base+kml', values: same(work + 137) },
    { system: 'microvm', values: same(work + 208) },
  ]);
}

/** The wall clock: ten boots with noise, so that the gain is lost in it where there is much work. */
export function fadingInNoise(): RunSummary {
  return run('wall', (work) => {
    const boots = (base: number, seed: number): number[] =>
      noisy(seed + work, 10, 0.01).map((factor) => Math.round(1000 * base * factor) / 1000);
    return [
      { system: 'lupine-base', values: boots(work / 3 + 61, 1) },
      { system: 'lupine-base+kml', values: boots(work / 3 + 38, 2) },
    ];
  });
}

/** No value with kernel mode at two pieces of work, none of the baseline at a third. */
export function fadingWithGaps(): RunSummary {
  const lost = [1, 2, 3].map((boot) => ({
    boot,
    code: 'CLIENT_OUTPUT',
    message: 'micro printed "" instead of "done".',
  }));
  return run('deterministic', (work) => [
    work === 30_000
      ? { system: 'lupine-base', values: [], failures: lost }
      : { system: 'lupine-base', values: same(work + 188) },
    work === 0 || work === 300
      ? { system: 'lupine-base+kml', values: [], failures: lost }
      : { system: 'lupine-base+kml', values: same(work + 137) },
  ]);
}
