// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { packagePath } from '../../harness/core/paths.js';
import { EXCEPTIONS, LAYERS, allCrossings, crossingsOf, disorder } from './layers.js';

const FILE = 'harness/scenario/load.ts';

describe('the tree: its layers', () => {
  it('import only from earlier ones', async () => {
    const crossings = await allCrossings();
    assert.ok(crossings.length > 100);
    assert.deepEqual(disorder(crossings), []);
  });
  it('stand in CONTRIBUTING.md in the same order', async () => {
    const text = await readFile(packagePath('CONTRIBUTING.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `harness\/(\w+)\//gm)].map(([, layer = '']) => layer);
    assert.deepEqual([...new Set(rows)], [...LAYERS]);
  });
  it('are told apart in every kind of import', () => {
    const text = [
      "import { a } from '../core/a.js';",
      "import type { B } from '../metric/b.js';",
      "import './own.js';",
      "export { c } from '../report/index.js';",
      "const d = await import('../cli/commands/run.js');",
      "import { e } from 'execa';",
      "// import { f } from '../vmm/f.js';",
    ].join('\n');
    assert.deepEqual(
      crossingsOf(FILE, text).map(({ to }) => to),
      ['core', 'metric', 'report', 'cli'],
    );
  });
  it('are found out when one looks ahead, has no place, or is excused for nothing', () => {
    const needed = Object.keys(EXCEPTIONS).map((known) => {
      const [file = '', to = ''] = known.split(' -> ');
      return { file, from: file.split('/')[1] ?? '', to };
    });
    const here = { file: FILE, from: 'scenario' };
    assert.deepEqual(disorder([...needed, { ...here, to: 'metric' }]), []);
    assert.match(disorder([...needed, { ...here, to: 'run' }])[0] ?? '', /scenario imports from run/);
    assert.match(disorder([...needed, { ...here, to: 'attic' }])[0] ?? '', /attic has no place/);
    assert.match(disorder(needed.slice(1))[0] ?? '', /nothing needs any more/);
  });
});
