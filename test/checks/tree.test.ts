// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { $ } from 'zx';
import { packageRoot } from '../../harness/core/paths.js';
import { staleSchemas } from './schema.js';

const run = $({ cwd: packageRoot, nothrow: true, quiet: true });
const bin = (name: string): string => `${packageRoot}/node_modules/.bin/${name}`;

async function passes(pieces: TemplateStringsArray, ...args: unknown[]): Promise<void> {
  const { exitCode, stdout, stderr } = await run(pieces, ...args);
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
}

describe('the tree', function () {
  this.timeout(300_000);

  it('is formatted', () => passes`${bin('prettier')} --check .`);
  it('is free of lint', () => passes`${bin('eslint')} --max-warnings 0 .`);
  it('has no dead code, files or dependencies', () => passes`${bin('knip')}`);
  it('has no circular imports', () =>
    passes`${bin('dpdm')} --no-tree --no-warning --no-progress --exit-code circular:1 harness/cli/main.ts`);
  it('documents every export', () => passes`${bin('typedoc')} --logLevel Warn`);
  it('has schemas that fit the types', async () => {
    assert.deepEqual(await staleSchemas(), [], 'run: npm run schema');
  });
});
