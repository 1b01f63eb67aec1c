// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { $ } from 'zx';
import { packagePath, packageRoot } from '../../harness/core/paths.js';
import { lupineBench } from '../support/cli.js';

const run = $({ cwd: packageRoot, quiet: true });
const tracked = async (...patterns: string[]): Promise<string[]> =>
  (await run`git ls-files ${patterns}`).stdout.trim().split('\n');

/** Files and folders that a document links to, as it writes them. */
function linksOf(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** Lines of the README's shell blocks that start a command of the project. */
async function readmeCommands(): Promise<string[]> {
  const text = await readFile(packagePath('README.md'), 'utf8');
  const blocks = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/ +#.*/, '').trim());
}

/** What the last column of each table of attacks names: files below `test/`, without their ending. */
function testsNamed(text: string): string[] {
  const tables = text.split('\n\n').filter((block) => /^\| attack .*\| test +\|$/m.test(block));
  const rows = tables.flatMap((table) => table.trim().split('\n').slice(2));
  const cells = rows.map((row) => row.split(' | ').at(-1)?.replaceAll(/[`|]/g, '') ?? '');
  return cells.flatMap((cell) => cell.split(',')).map((name) => name.trim().replace(/\.test\.ts$/, ''));
}

describe('the documents', function () {
  this.timeout(300_000);

  it('link only to what exists', async () => {
    for (const file of await tracked('*.md')) {
      for (const target of linksOf(await readFile(packagePath(file), 'utf8'))) {
        const path = resolve(packageRoot, dirname(file), target);
        await assert.doesNotReject(access(path), `${file} links to ${target}`);
      }
    }
  });

  it('link only to what is in the package, where they are in it', async () => {
    const packed = JSON.parse((await run`npm pack --dry-run --json --ignore-scripts`).stdout) as {
      files: { path: string }[];
    }[];
    const paths = packed.flatMap(({ files }) => files.map(({ path }) => path));
    for (const file of paths.filter((path) => path.endsWith('.md'))) {
      for (const target of linksOf(await readFile(packagePath(file), 'utf8'))) {
        const path = relative(packageRoot, resolve(packageRoot, dirname(file), target));
        assert.ok(
          paths.some((one) => one === path || one.startsWith(`${path}/`)),
          `${file} links to ${target}`,
        );
      }
    }
  });

  it('name only make targets and npm scripts that exist', async () => {
    const makefile = await readFile(packagePath('Makefile'), 'utf8');
    const { scripts } = JSON.parse(await readFile(packagePath('package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const command of await readmeCommands()) {
      const [, target] = /^make (\w+)/.exec(command) ?? [];
      if (target !== undefined) assert.match(makefile, new RegExp(`^${target}:`, 'm'), command);
      const [, script] = /^npm run (?:--silent )?([\w:-]+)/.exec(command) ?? [];
      if (script !== undefined) assert.ok(script in scripts, command);
    }
  });

  it('name a test for each attack, and only tests that exist', async () => {
    const named = testsNamed(await readFile(packagePath('docs', 'security.md'), 'utf8'));
    assert.ok(named.length > 50);
    for (const test of named)
      await assert.doesNotReject(access(packagePath('test', `${test}.test.ts`)), `no test ${test}`);
  });

  it('show runs that can be planned', async () => {
    const runs = (await readmeCommands()).filter((command) => command.startsWith('npm run bench -- '));
    assert.ok(runs.length > 2);
    for (const command of runs) {
      const args = command.slice('npm run bench -- '.length).split(' ');
      const { exitCode, stderr } = await lupineBench([
        'run',
        ...args,
        '--dry-run',
        '--clock',
        'deterministic',
      ]);
      assert.equal(exitCode, 0, `${command}: ${stderr}`);
    }
  });

  it('carry a licence line in every source file', async () => {
    const files = await tracked(
      '*.ts',
      '*.c',
      '*.h',
      '*.S',
      '*.sh',
      '*.config',
      '*.yaml',
      '*.yml',
      'Makefile',
    );
    for (const file of files) {
      const head = (await readFile(packagePath(file), 'utf8')).slice(0, 200);
      assert.match(head, /SPDX-License-Identifier: (Apache-2\.0|GPL-2\.0-only)/, file);
    }
  });
});
