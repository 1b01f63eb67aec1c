// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { failsWith } from '../support/errors.js';
import { type TestOutput, guestReport } from '../support/report.js';

const kmlFades = workloadOf({ workload: 'kml-fades' });

const OVERHEAD = 140;

/** What the client prints when it is asked as the workload asks. */
function answers(): TestOutput[] {
  return kmlFades.clients({}).map(({ name = '', args = [] }) => {
    const [, , rounds = '', , works = ''] = args;
    const lines = works.split(',').flatMap((work) => {
      const ticks = Number(rounds) * (Number(work) + OVERHEAD);
      return [`fades ${work} libc ${rounds} ${ticks}`, `fades ${work} trap ${rounds} ${2 * ticks}`];
    });
    return { name, stdout: ['micro 1', ...lines, 'done', ''].join('\n') };
  });
}

const read = (clients: TestOutput[]): Record<string, number> =>
  kmlFades.read?.({ clock: 'deterministic', parameters: {}, report: guestReport(clients) }) ?? {};

describe('kml-fades', () => {
  it('gives the time of work and call for each piece of work, by the C library', () => {
    const values = read(answers());
    assert.deepEqual(Object.keys(values), kmlFades.metrics);
    for (const [metric, value] of Object.entries(values))
      assert.equal(value, Number(metric.split('.')[1]) + OVERHEAD, metric);
  });
  it('makes fewer rounds of long works, so that none takes more than 50 million instructions', () => {
    for (const { args = [] } of kmlFades.clients({})) {
      const [, , rounds, , works = ''] = args;
      for (const work of works.split(','))
        assert.ok(Number(rounds) * Number(work) <= 50_000_000, args.join(' '));
    }
  });
  it('starts the client under a name of its own for each number of rounds', () => {
    const names = kmlFades.clients({ rounds: 100 }).map(({ name }) => name);
    assert.deepEqual(names, ['micro-100', 'micro-50']);
    const all = kmlFades.clients({}).map(({ name }) => name);
    assert.equal(new Set(all).size, all.length);
  });
  it('refuses a start that is missing', () =>
    failsWith(
      () => read(answers().slice(1)),
      'CLIENT_FAILED',
      EXIT.couldNotMeasure,
      /micro-5000 did not run/,
    ));
  it('refuses an output that breaks off', () => {
    const [first = {}, ...rest] = answers();
    const cut = { ...first, stdout: (first.stdout ?? '').split('\n').slice(0, 4).join('\n') };
    return failsWith(() => read([cut, ...rest]), 'CLIENT_OUTPUT', EXIT.couldNotMeasure, /"nothing"/);
  });
});
