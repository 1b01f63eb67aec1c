// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { definitions } from '../../harness/workload/definitions.js';
import { workloads } from '../../harness/workload/registry.js';

const textOf = (name: string): string => definitions[name] ?? assert.fail(`${name} is explained nowhere`);

describe('definitions', () => {
  it('cover every metric of every workload, with unit and direction', () => {
    for (const { metrics } of workloads)
      for (const metric of metrics)
        assert.match(textOf(metric), /Unit: .*(lower|higher) is better\.$/, metric);
  });
  it('say what a virtual nanosecond is, string instructions included', () => {
    const vns = textOf('vns');
    for (const fact of [
      'one executed guest instruction',
      'rep movs',
      'rep stos',
      'max,-erms,-fsrm',
      '512',
      '4,096',
    ])
      assert.ok(vns.includes(fact), fact);
    assert.match(vns, /once for each element that it moves/);
    assert.match(vns, /Waiting counts as it passes/);
    assert.match(textOf('deterministic'), /one virtual nanosecond/);
  });
  it('name the unit under either clock, and the only clock of a metric that has one', () => {
    assert.match(
      textOf('throughput.get'),
      /Unit: req\/s, req\/vs under the deterministic clock; higher is better\./,
    );
    assert.match(textOf('throughput.host.get'), /Unit: req\/s; wall clock only; higher is better\./);
    assert.match(textOf('boot.kvm'), /Unit: vns; host deterministic-kvm only; lower is better\./);
    assert.match(textOf('image.kernel'), /Unit: bytes; lower is better\./);
  });
  it('say what a metric is in each workload that has it', () =>
    assert.match(
      textOf('syscall.null'),
      /^workload lmbench: .*lat_syscall.*\nworkload syscall: .*AT_SYSINFO/,
    ));
});
