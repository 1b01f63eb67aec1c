// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { recordFault, trialFault } from '../../harness/run/check-record.js';
import type { BootResult } from '../../harness/boot/types.js';
import type { StoredRecord, StoredTrial } from '../../harness/run/record.js';
import { planOf } from '../support/plan-of.js';

const step = { n: 1, kind: 'boot', scenario: 'boot', system: 'microvm', app: 'hello', boot: 1 } as const;
const plan = planOf(step);
const digest = 'a'.repeat(64);
const expected = { plan, digest, step };
const RECORD: StoredRecord = {
  ...{ format: 1, step, clock: 'deterministic', host: 'local', plan: digest },
  values: { 'boot.guest': 5 },
};
const result: BootResult = { ending: 'ok', clock: 'wall', argv: [], hostMs: 1 };
const failure = { code: 'X', message: 'no.', next: 'Look.' };

const FAULTS: Readonly<Record<string, [change: Partial<StoredRecord>, fault: RegExp]>> = {
  'of another plan': [{ plan: 'b'.repeat(64) }, /belongs to another plan/],
  'of another step': [{ step: { ...step, boot: 2 } }, /of another step/],
  'of another revision': [{ step: { ...step, revision: 'v1' } }, /of another step/],
  'under another clock': [{ clock: 'wall' }, /its clock is wall, that of the run is deterministic/],
  'whose boot had another clock': [{ result }, /its boot had another clock/],
  'with a value that every object has': [{ values: { constructor: 1 } }, /no metric "constructor"/],
  'with a reason for no metric': [{ missing: { ['__proto__x']: failure } }, /no metric "__proto__x"/],
  'with values and a failure': [{ failure }, /a failure and values/],
};

describe('a record', () => {
  it('is that of its step', () => {
    assert.equal(recordFault(RECORD, expected), undefined);
  });
  for (const [what, [change, fault]] of Object.entries(FAULTS)) {
    it(`${what} is not taken`, () => {
      assert.match(recordFault({ ...RECORD, ...change }, expected) ?? 'nothing', fault);
    });
  }
  it('of another host is not taken under the wall clock', () => {
    const wall = { ...plan, clock: 'wall', host: 'here' } as const;
    const of = (host: string) => recordFault({ ...RECORD, clock: 'wall', host }, { ...expected, plan: wall });
    assert.deepEqual([of('here'), of('there')], [undefined, 'its host is not that of the run']);
  });
  it('of a trial is that of its memory and boot', () => {
    const trial: StoredTrial = {
      ...{ format: 1, step, mib: 8, boot: 1, passed: true, plan: digest },
      images: { artifacts: {}, cmdline: '' },
      result: { ...result, clock: 'deterministic' },
    };
    assert.equal(trialFault(trial, { mib: 8, boot: 1 }, expected), undefined);
    for (const name of [
      { mib: 9, boot: 1 },
      { mib: 8, boot: 2 },
    ])
      assert.equal(trialFault(trial, name, expected), 'it is of another trial');
    assert.match(trialFault({ ...trial, plan: '' }, trial, expected) ?? '', /another plan/);
  });
});
