// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { timerFault } from '../../harness/boot/timer-fault.js';

const MS = 1e6;

describe("a monitor's own timer beside ours", () => {
  it('agrees where it is shorter by the start of the monitor, or by nothing', () => {
    for (const [timer, vmm] of [
      [20, 20],
      [20, 30],
      [20, 269],
      [2000, 3900],
      [24.9, 20],
    ] as const)
      assert.equal(timerFault(timer * MS, vmm * MS), undefined, `${timer} beside ${vmm}`);
  });

  it('disagrees where it is longer, or shorter by more than any start', () => {
    for (const [timer, vmm] of [
      [26, 20],
      [20, 271],
      [1, 10_000],
    ] as const)
      assert.equal(timerFault(timer * MS, vmm * MS)?.code, 'BOOT_TIMER_DISAGREES', `${timer} beside ${vmm}`);
  });

  it('says nothing where one of them is missing', () => {
    assert.equal(timerFault(undefined, 5), undefined);
    assert.equal(timerFault(5, undefined), undefined);
  });
});
