// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { compareSystems } from '../../harness/comparison/index.js';
import type { Clock } from '../../harness/metric/types.js';
import { makePlan } from '../../harness/plan/plan.js';
import type { Plan } from '../../harness/plan/types.js';
import { createRun } from '../../harness/run/folder.js';
import { type Provenance, writeProvenance } from '../../harness/run/provenance.js';
import { summariseRun } from '../../harness/summary/summary.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';
import { inTemp } from '../support/temp.js';

const METRIC = 'boot.guest';

/** A run of two boots of one system in one metric, the value of each being its number in the plan. */
interface Made {
  clock?: Clock;
  /** Name of the machine, in the plan and in every record. */
  host?: string;
  /** Written into the plan; none when missing. */
  clockDefinition?: number;
  /** Revision of each step in turn; none when empty. */
  revisions?: string[];
  version?: string;
}

async function summaryOf({ clock = 'deterministic', host = 'local', ...made }: Made): Promise<RunSummary> {
  const { revisions = [], clockDefinition, version } = made;
  const catalogue = await builtinSystems();
  const options = {
    ...ANYWHERE,
    clock,
    clockReason: 'test',
    boots: 2,
    systems: ['microvm'],
    metrics: [METRIC],
  };
  const planned = makePlan(
    [{ ...(await builtinScenarios.load('boot')), apps: ['hello'] }],
    catalogue,
    options,
  );
  const steps = planned.steps.map((step, index) => {
    const revision = revisions[index % revisions.length];
    return { ...step, ...(revision === undefined ? {} : { revision }) };
  });
  const plan: Plan = { ...planned, clockDefinition, host, steps };
  return await inTemp(async (dir) => {
    const folder = await createRun(dir, plan, new Date(0));
    for (const step of plan.steps) {
      await folder.writeRecord({ format: 1, step, clock, host, values: { [METRIC]: step.n } });
    }
    if (version !== undefined) await writeProvenance(folder, provenanceOf(version));
    return await summariseRun(folder, catalogue);
  });
}

function provenanceOf(version: string): Provenance {
  return {
    ...{ format: 2, harness: { commit: 'c', dirty: false, node: 'v20' } },
    host: {
      ...{ name: 'local', identity: 'local-0' },
      ...{ cpu: 'cpu', microcode: '', cores: 2, memoryMib: 1024 },
      ...{ distribution: 'd', kernel: 'k', mitigations: {} },
    },
    vmm: { name: 'qemu', version },
    kernelSource: { version: '6.1', sha256: '0'.repeat(64), known: true },
    ...{ compiler: 'gcc', linker: 'ld', systems: {}, apps: {}, commands: {} },
  };
}

describe('the cells of a run', () => {
  it('are as many as there are revisions of a system, each with its own values', async () => {
    const run = await summaryOf({ revisions: ['v1', 'v2'] });
    assert.deepEqual(
      run.cells.map(({ system, revision, values }) => [system, revision, values]),
      [
        ['microvm', 'v1', [1]],
        ['microvm', 'v2', [2]],
      ],
    );
    const pair = { scenario: 'boot', app: 'hello', metric: METRIC, system: 'microvm', baseline: 'microvm' };
    const outcome = compareSystems(run, 'ratio', pair);
    assert.ok('obstacle' in outcome && outcome.obstacle.code === 'CELL_AMBIGUOUS');
  });
  it('are one per system without revisions', async () => {
    const { cells } = await summaryOf({});
    assert.deepEqual(
      cells.map(({ revision, values, boots }) => [revision, values, boots]),
      [[undefined, [1, 2], [1, 2]]],
    );
  });
  it('name the monitor by its version, without the package that it is from', async () => {
    const { cells, samples } = await summaryOf({ version: '7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)' });
    assert.equal(cells[0]?.monitor, 'qemu 7.2.22');
    assert.equal(samples[0]?.monitor, 'qemu 7.2.22');
    assert.equal((await summaryOf({})).cells[0]?.monitor, '');
  });
  it('know no host under the deterministic clock, and theirs under the wall clock', async () => {
    const [here, there] = [await summaryOf({ host: 'here' }), await summaryOf({ host: 'there' })];
    assert.deepEqual(here.cells, there.cells);
    assert.equal(here.cells[0]?.host, 'any');
    const { cells } = await summaryOf({ clock: 'wall', host: 'there' });
    assert.deepEqual([cells[0]?.host, cells[0]?.values], ['there', [1, 2]]);
  });
  it('have the definition of the clock that the plan says, the first when it says none', async () => {
    const definition = async (made: Made): Promise<number | undefined> =>
      (await summaryOf(made)).cells[0]?.clockDefinition;
    assert.equal(await definition({}), 1);
    assert.equal(await definition({ clockDefinition: 2 }), 2);
  });
});

describe('the notes of a run', () => {
  const warning = 'Warning: the values were taken under definition 1 of the deterministic clock;';

  it('say when it was made under another definition of its clock than runs of today', async () => {
    const [old, now] = [await summaryOf({}), await summaryOf({ clockDefinition: 2 })];
    assert.equal(old.notes.filter((note) => note.startsWith(warning)).length, 1);
    assert.equal(now.notes.filter((note) => note.startsWith(warning)).length, 0);
  });
});
