// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { chosenMetrics, requireMetrics } from '../../harness/plan/metrics.js';
import type { Scenario } from '../../harness/scenario/types.js';
import { failsWith } from '../support/errors.js';
import { builtinScenarios } from '../support/builtin.js';

describe('metrics that the user chooses', () => {
  let boot: Scenario;
  before(async () => {
    boot = await builtinScenarios.load('boot');
  });
  const chosen = (wanted?: string[]): string[] =>
    chosenMetrics(boot, { clock: 'deterministic' }, wanted).map(({ name }) => name);

  it('are all of the clock without a choice', () => assert.deepEqual(chosen(), ['boot.guest', 'boot.ready']));
  it('are those of the scenario that were named, in its order', () => {
    assert.deepEqual(chosen(['boot.ready', 'boot.guest']), ['boot.guest', 'boot.ready']);
    assert.deepEqual(chosen(['boot.ready', 'memory.floor', 'boot.vmm']), ['boot.ready']);
  });
  it('are refused with a suggestion when no scenario has them', () =>
    failsWith(
      () => {
        requireMetrics(['boot.guest', 'boot.redy'], [boot]);
      },
      'METRIC_UNKNOWN',
      EXIT.usage,
      /boot has no metric "boot\.redy"/,
    ));
  it('are refused for a scenario that has none of them', () =>
    failsWith(() => chosen(['memory.floor']), 'METRIC_NOT_IN_SCENARIO', EXIT.usage, /boot .* memory\.floor/));
  it('are those of what is counted, and refused where something else is', async () => {
    const counted = await builtinScenarios.load('boot-kvm');
    const there = { clock: 'deterministic', counted: 'kvm-host' } as const;
    assert.deepEqual(
      chosenMetrics(counted, there).map(({ name }) => name),
      ['boot.kvm'],
    );
    for (const [scenario, target, words] of [
      [counted, { clock: 'deterministic' }, /boot\.kvm .* which this host does not/],
      [boot, there, /no metric of that, only boot\.guest, boot\.ready/],
    ] as const)
      await failsWith(() => chosenMetrics(scenario, target), 'METRICS_OTHER_HOST', EXIT.usage, words);
    await failsWith(
      () => chosenMetrics(counted, { clock: 'wall' }),
      'METRICS_OTHER_CLOCK',
      EXIT.usage,
      /under the wall clock/,
    );
  });
  it('are refused when they exist under the other clock only', () =>
    failsWith(
      () => chosen(['boot.vmm']),
      'METRICS_OTHER_CLOCK',
      EXIT.usage,
      /none of boot\.vmm under the det/,
    ));
});
