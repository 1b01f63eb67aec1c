// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { stepAdvice, stepLine } from '../../harness/workflow/step-line.js';
import type { PlanStep } from '../../harness/plan/types.js';
import { planOf } from '../support/plan-of.js';

const step: PlanStep = { n: 1, kind: 'boot', scenario: 'boot', system: 'microvm', app: 'redis', boot: 2 };
const plan = planOf(step);
const line = (message: string): string =>
  stepLine(
    {
      format: 1,
      step,
      clock: 'deterministic',
      host: 'local',
      values: {},
      failure: { code: 'KERNEL_BUILD', message, next: '' },
    },
    plan,
    7,
    12,
  );

describe('the line of a finished step', () => {
  it('says where it stands and why there is no value', () => {
    assert.equal(
      line('no space.'),
      ' 7/12 boot redis on microvm #2: could not measure, KERNEL_BUILD: no space.',
    );
  });
  it('names metrics of a boot that could not be measured', () => {
    const lost = { code: 'CLIENT_FAILED', message: 'm', next: 'n' };
    const record = { format: 1, step, clock: 'deterministic', host: 'local', values: {} } as const;
    assert.match(
      stepLine({ ...record, missing: { a: lost, b: lost, c: lost } }, plan, 1, 1),
      /: could not measure a \(CLIENT_FAILED\), b \(CLIENT_FAILED\) and 1 more$/,
    );
  });
  it('is followed by what to do only where nothing was booted', () => {
    const failure = { code: 'X', message: 'm', next: 'Do this.' };
    const record = { format: 1, step, clock: 'deterministic', host: 'local', values: {} } as const;
    const images = { artifacts: {}, cmdline: '' };
    assert.equal(stepAdvice({ ...record, failure }), '  Do this.');
    assert.equal(stepAdvice({ ...record, failure, images }), undefined);
    assert.equal(stepAdvice(record), undefined);
  });
  it('says the last line of a tool that has no log', () => {
    assert.match(
      line('strip failed (exit 1).\n  strip: a warning\n  strip: error: it has no sections'),
      /KERNEL_BUILD: strip failed \(exit 1\)\. \(strip: error: it has no sections\)$/,
    );
  });
  it('leaves a tool its log, not its last lines', () => {
    assert.match(
      line('make failed (exit 2).\n  CC a.o\n  error: no\nfull log: /cache/logs/kernel.log'),
      /KERNEL_BUILD: make failed \(exit 2\)\. \(full log: \/cache\/logs\/kernel\.log\)$/,
    );
  });
});
