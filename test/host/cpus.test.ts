// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execa } from 'execa';
import { EXIT } from '../../harness/core/errors.js';
import { type CpuLayout, chooseCpus, clientCpu, cpuLayout, requireCpus } from '../../harness/host/cpus.js';
import { parseCpuList } from '../../harness/core/cpu-list.js';
import { failsWith } from '../support/errors.js';

/** CPUs by core: `[[0, 4], [1, 5]]` are two cores with two CPUs each. */
const layout = (...cores: number[][]): CpuLayout => ({
  allowed: cores.flat().sort((a, b) => a - b),
  core: new Map(cores.flatMap((cpus) => cpus.map((cpu) => [cpu, cpus.join()] as const))),
});

describe('CPUs for a VMM', () => {
  it('are disjoint from the one left for the harness', () => {
    assert.deepEqual(chooseCpus(layout([0], [1])), [1]);
    assert.deepEqual(chooseCpus(layout([0], [1], [2])), [1, 2]);
    assert.deepEqual(chooseCpus(layout([3], [6], [7], [8])), [6, 7]);
  });
  it('share no core with it, nor with each other', () => {
    assert.deepEqual(chooseCpus(layout([0, 4], [1, 5], [2, 6], [3, 7])), [1, 2]);
    assert.deepEqual(chooseCpus(layout([0, 1], [2, 3])), [2]);
  });
  it('are another one of the only core, and the only one where there is no other', () => {
    assert.deepEqual(chooseCpus(layout([0, 1])), [1]);
    assert.deepEqual(chooseCpus(layout([5])), [5]);
  });
  it('leave one to a client on the host: on a core of its own, else on that of the harness', async () => {
    assert.equal(clientCpu(layout([0], [1], [2], [3]), [1, 2]), 3);
    assert.equal(clientCpu(layout([0, 4], [1, 5], [2, 6], [3, 7]), [1, 2]), 3);
    assert.equal(clientCpu(layout([0], [1], [2]), [1, 2]), 0);
    assert.equal(clientCpu(layout([0], [1]), [1]), 0);
    assert.equal(clientCpu(layout([0, 1]), [1]), 0);
    await failsWith(() => clientCpu(layout([5]), [5]), 'LOAD_CPUS', EXIT.couldNotMeasure, /of 5 it has 5/);
    await failsWith(() => clientCpu(layout([0], [1]), [0, 1]), 'LOAD_CPUS', EXIT.couldNotMeasure);
  });
  it('are those that are isolated for it, which no client gets', async () => {
    const here = { ...layout([0], [1], [2], [3]), isolated: [2, 3] };
    assert.deepEqual(chooseCpus(here), [2, 3]);
    assert.equal(clientCpu(here, [2, 3]), 1);
    assert.equal(clientCpu(here, [2]), 1);
    assert.deepEqual([requireCpus([3], here), requireCpus([0, 1], here)], [[3], [0, 1]]);
    await failsWith(() => requireCpus([1, 2], here), 'CPUS_INVALID', EXIT.usage, /only 2 are isolated/);
  });
  it('are read as the kernel writes them', () => {
    assert.deepEqual(parseCpuList('0-2,5'), [0, 1, 2, 5]);
    assert.deepEqual(parseCpuList('7,3-3'), [3, 7]);
    for (const wrong of ['', 'a', '3-1', '1,', '1-', '-1', '0x1'])
      assert.deepEqual(parseCpuList(wrong), [], wrong);
  });
  it('may be named by the user, among those that are allowed', async () => {
    const here = layout([0], [1], [2]);
    assert.deepEqual(requireCpus([0, 2], here), [0, 2]);
    await failsWith(() => requireCpus([1, 9], here), 'CPUS_INVALID', EXIT.usage, /CPU 9/);
    await failsWith(() => requireCpus([], here), 'CPUS_INVALID', EXIT.usage);
  });
  it('are among those that this process really may use', async () => {
    const here = await cpuLayout();
    const [last = 0] = here.allowed.slice(-1);
    const program = `import { cpuLayout } from ${JSON.stringify(new URL('../../harness/host/cpus.js', import.meta.url).href)};
      process.stdout.write((await cpuLayout()).allowed.join());`;
    const { stdout } = await execa('taskset', [
      '-c',
      `${last}`,
      process.execPath,
      '--input-type=module',
      '-e',
      program,
    ]);
    assert.equal(stdout, `${last}`);
  });
});
