// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { silent } from '../../../harness/core/progress.js';
import { packagePath } from '../../../harness/core/paths.js';
import { createEnvironment } from '../../../harness/environment/environment.js';
import { makePlan } from '../../../harness/plan/plan.js';
import { createRun } from '../../../harness/run/folder.js';
import { makeBoots } from '../../../harness/run/run.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../../support/builtin.js';
import { standInHost } from '../../support/stand-in.js';
import { inTemp } from '../../support/temp.js';

// Records boots of one image on a noisy host, one after the other: TCG in KVM's place, without counting instructions. Called with the
// number of boots; the file that it writes is replayed by the evaluation.

const boots = process.argv[2] === undefined ? 200 : Number(process.argv[2]);
const values: Record<string, number[]> = {};
const what = 'Boots of hello on lupine-hello, one after the other, on TCG without counting instructions.';

/** After each boot: a recording that was stopped is a shorter one. */
function write(): void {
  const lines = Object.entries(values).map(
    ([metric, all]) => `  ${JSON.stringify(metric)}: [${all.join(', ')}]`,
  );
  const text = `{\n  "what": ${JSON.stringify(what)},\n${lines.join(',\n')}\n}\n`;
  writeFileSync(packagePath('test', 'evaluation', 'gate', 'recorded.json'), text);
}

await inTemp(async (dir) => {
  const catalogue = await builtinSystems();
  const plan = makePlan([await builtinScenarios.load('boot')], catalogue, {
    ...ANYWHERE,
    ...{ clock: 'wall', clockReason: 'a recording', systems: ['lupine-hello'], apps: ['hello'], boots },
  });
  const folder = await createRun(dir, plan, new Date());
  const { signal } = new AbortController();
  const images = (await createEnvironment()).images({ clock: 'wall', progress: silent, signal });
  await makeBoots(folder, plan, {
    ...{ host: standInHost(), images, progress: silent, signal },
    onRecord: (record) => {
      for (const [metric, value] of Object.entries(record.values)) (values[metric] ??= []).push(value);
      write();
    },
  });
});
