// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scenarioText } from './files.js';
import type { Addition } from './types.js';

const NAME = 'example-work';

const DECLARATION = `// SPDX-License-Identifier: Apache-2.0
import { outputOf } from './client.js';
import { declareWorkload } from './types.js';

/** A workload that a test adds. */
export const example = declareWorkload({
  name: '${NAME}',
  kind: 'boot',
  purpose: 'load',
  parameters: {
    repeats: { label: 'repeats', summary: 'How often.', ...{ minimum: 1, maximum: 9, default: 3 } },
  },
  metrics: {
    'example.time': { title: 'Time', definition: 'time that a test invented.', unit: 'ns', direction: 'lower' },
  },
  load: { guest: 'inside', host: 'outside' },
  expectedSeconds: 1,
  clients: ({ repeats }, { address }) => [{ client: 'clock', args: [\`\${repeats}\`, address] }],
  read: ({ report }) => ({ 'example.time': Number(outputOf(report, 'clock').stdout) }),
});
`;

/** What must be compiled again, and no more: the declarations, and the program that makes the schema of them. */
const CONFIG = JSON.stringify({
  extends: './tsconfig.json',
  compilerOptions: { incremental: false, tsBuildInfoFile: null },
  include: [],
  files: ['harness/workload/all.ts', 'test/checks/schema.ts'],
});

/** A new kind of measurement, and a scenario with it. */
export const WORKLOAD_ADDITION: Addition = {
  kind: 'a workload',
  name: NAME,
  files: {
    'harness/workload/<name>.ts': () => DECLARATION,
    'harness/workload/all.ts': (before) => `${before}export { example } from './${NAME}.js';\n`,
  },
  check: async ({ dir, write, run, lupineBench }) => {
    await write('tsconfig.workload.json', () => CONFIG);
    await run(join(dir, 'node_modules/.bin/tsc'), '-p', 'tsconfig.workload.json');
    await run('node', 'dist/test/checks/schema.js', 'scenario');
    const schema = await readFile(join(dir, 'harness/schema/scenario.schema.json'), 'utf8');
    for (const word of ['"const": "example-work"', '"description": "How often."', '"example.host.time"'])
      assert.ok(schema.includes(word), word);
    const scenario = (repeats: number): Promise<void> =>
      write(`scenarios/${NAME}.yaml`, () =>
        scenarioText(NAME, { workload: NAME, metric: 'example.time', parameters: `{ repeats: ${repeats} }` }),
      );
    await scenario(9);
    assert.match(await lupineBench('explain', NAME), /metrics: example\.time/);
    assert.match(
      await lupineBench('explain', 'example.host.time'),
      /a test invented\. With the client on the host/,
    );
    await scenario(10);
    await assert.rejects(lupineBench('explain', NAME), {
      message:
        /example-work\.yaml:12:\d+: `repeats` of example-work is 10\.\n {2}next: Write a whole number from 1 to 9/,
    });
  },
};
