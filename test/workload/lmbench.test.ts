// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError } from '../../harness/core/errors.js';
import { PREPARATIONS, RUNS } from '../../harness/workload/lmbench-programs.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { type TestOutput, guestReport } from '../support/report.js';
import { builtinApps, builtinScenarios } from '../support/builtin.js';

const lmbench = workloadOf({ workload: 'lmbench' });

const names = (metrics?: string[]): string[] =>
  lmbench.clients({}, metrics).map(({ client, name = client }) => name);

const NULL = { name: 'syscall.null', stderr: 'Simple syscall: 0.1871 microseconds\n' };
const STAT = { name: 'syscall.stat', stderr: 'Simple stat: 1.9013 microseconds\n' };
const TCP = { name: 'lat.tcp', stderr: 'TCP latency using localhost: 17.4362 microseconds\n' };
const FILE = { name: 'file', stderr: '699984 KB/sec\n' };
const SERVER = { name: 'tcp-server' };
const [BEFORE, AFTER] = [{ name: 'lat.tcp.before' }, { name: 'lat.tcp.after' }];
const SILENT = { status: 1, stderr: 'nobody listens on port 31234\n' };

/** Values, and codes of errors, by metric. */
const read = (clients: TestOutput[], metrics: string[]): Record<string, number | string> => {
  const found = lmbench.readEach?.(
    { clock: 'deterministic', parameters: {}, report: guestReport(clients) },
    metrics,
  );
  return Object.fromEntries(
    Object.entries(found ?? {}).map(([name, value]) => [
      name,
      value instanceof BenchError ? value.code : value,
    ]),
  );
};

describe('lmbench', () => {
  it('runs only the programs that the metrics need', () => {
    assert.deepEqual(names(['syscall.null', 'syscall.read']), ['syscall.null', 'syscall.read']);
    assert.deepEqual(names(['lat.file_delete_10k', 'lat.file_create_0k']), ['lat.file']);
  });
  it('runs what several programs need once, before the first of them', () =>
    assert.deepEqual(names(['syscall.stat', 'lat.mmap']), ['file', 'syscall.stat', 'lat.mmap']));
  it('looks for a silent server before and after', () =>
    assert.deepEqual(names(['lat.tcp']), ['tcp-server', 'lat.tcp.before', 'lat.tcp', 'lat.tcp.after']));
  it('runs every program for all metrics, each under a name of its own', () => {
    assert.deepEqual(new Set(names()), new Set(names([...lmbench.metrics])));
    assert.equal(new Set(names()).size, names().length);
  });
  it('measures as often as the scenario says, without warming up', () => {
    const [first] = lmbench.clients({ repetitions: 11 }, ['syscall.null']);
    assert.deepEqual(first?.args, ['-N', '11', '-W', '0', 'null']);
  });

  it('reads the metrics that were asked for', () =>
    assert.deepEqual(read([NULL, FILE, STAT], ['syscall.null']), { 'syscall.null': 187.1 }));
  it('has the failure of one program cost that one alone', () =>
    assert.deepEqual(read([{ ...NULL, status: 139 }, FILE, STAT], ['syscall.null', 'syscall.stat']), {
      'syscall.null': 'CLIENT_FAILED',
      'syscall.stat': 1901.3,
    }));
  it('has no value for a program that did not run', () =>
    assert.deepEqual(read([], ['syscall.null']), { 'syscall.null': 'CLIENT_FAILED' }));
  it('has no value without the file', () =>
    assert.deepEqual(read([{ ...FILE, status: 1 }, STAT], ['syscall.stat']), {
      'syscall.stat': 'CLIENT_FAILED',
    }));
  it('has no value when something is on standard output', () =>
    assert.deepEqual(read([{ ...NULL, stdout: 'x' }], ['syscall.null']), {
      'syscall.null': 'CLIENT_OUTPUT',
    }));
  it('believes a time over TCP only with a server before and after', () => {
    const value = (before: object, after: object): unknown =>
      read([SERVER, { ...BEFORE, ...before }, TCP, { ...AFTER, ...after }], ['lat.tcp'])['lat.tcp'];
    assert.equal(value({}, {}), 17_436.2);
    assert.equal(value(SILENT, {}), 'CLIENT_FAILED');
    assert.equal(value({}, SILENT), 'CLIENT_FAILED');
  });

  it('declares every program, with the same fixed calibration', async () => {
    const { declaration } = await builtinApps.load('lmbench');
    const programs = new Set([...RUNS, ...Object.values(PREPARATIONS)].map(({ program }) => program));
    assert.deepEqual(new Set(Object.keys(declaration.clients ?? {})), programs.add('listens'));
    for (const [name, { env }] of Object.entries(declaration.clients ?? {})) {
      if (name !== 'listens') assert.deepEqual(env, { ENOUGH: '10000', TIMING_O: '0', LOOP_O: '0' }, name);
    }
  });
  it('declares a metric for each value that its programs print, and no other', () => {
    const printed = RUNS.flatMap(({ values }) => Object.keys(values));
    assert.deepEqual(new Set(printed), new Set(lmbench.metrics));
  });
  it('is measured whole by the scenario, memory under the wall clock only', async () => {
    const { metrics } = await builtinScenarios.load('lmbench');
    assert.deepEqual(new Set(metrics.map(({ name }) => name)), new Set(lmbench.metrics));
    const wall = metrics.filter(({ clock }) => clock === 'wall').map(({ name }) => name);
    const memory = ['read', 'write', 'copy', 'bcopy'].map((what) => `bw.mem_${what}`);
    assert.deepEqual(wall, ['bw.file_reread', 'bw.mmap_reread', ...memory]);
  });
});
