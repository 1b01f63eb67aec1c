// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { packagePath } from '../../harness/core/paths.js';
import { inTemp } from '../support/temp.js';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Workflow {
  on: Record<string, unknown>;
  permissions?: unknown;
  jobs: Record<string, { container?: string; permissions?: unknown; steps: Step[] }>;
}

const folder = packagePath('.github', 'workflows');

/** What a workflow takes from others without knowing what it is, or gives them; none is what it should be. */
function faults({ on, permissions, jobs }: Workflow): string[] {
  const found: string[] = [];
  if ('pull_request_target' in on) found.push('runs with our rights for the pull requests of strangers');
  if (JSON.stringify(permissions) !== '{"contents":"read"}')
    found.push('permissions are not contents: read alone');
  for (const { container, steps, ...job } of Object.values(jobs)) {
    if (job.permissions !== undefined) found.push('a job has permissions of its own');
    if (container !== undefined && !/@sha256:[0-9a-f]{64}$/.test(container))
      found.push(`${container} has no digest`);
    for (const { uses, run = '', with: options = {} } of steps) {
      if (uses !== undefined && !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(uses))
        found.push(`${uses} is no commit`);
      if (uses?.startsWith('actions/checkout@') === true && options['persist-credentials'] !== false)
        found.push('the checkout keeps its token');
      if (run.includes('${{')) found.push('a script has a value of the event in it');
    }
  }
  return found;
}

describe('workflows', () => {
  it('name what they take from others by digest, and keep no rights', async () => {
    const names = await readdir(folder);
    assert.ok(names.length > 1);
    for (const name of names)
      assert.deepEqual(faults(parse(await readFile(join(folder, name), 'utf8')) as Workflow), [], name);
  });

  it('with a fault would be found', () => {
    const checkout = { uses: 'actions/checkout@v4' };
    const job = { container: 'node:20', steps: [checkout, { run: 'echo ${{ github.event.issue.title }}' }] };
    const workflow: Workflow = { on: { pull_request_target: null }, jobs: { job } };
    assert.equal(faults(workflow).length, 6);
  });
});

describe('the audit of packages', () => {
  for (const [what, answer, status, code, says] of [
    ['nothing found', '{"metadata":{"vulnerabilities":{"high":0,"critical":0}}}', 0, 0, /0 high, 0 critical/],
    [
      'something found',
      '{"vulnerabilities":{"x":{"severity":"high"}},"metadata":{"vulnerabilities":{"high":1,"critical":0}}}',
      1,
      1,
      /high: "x"\n.*1 high/,
    ],
    [
      'a registry that does not answer',
      '{"message":"404 Not Found"}',
      1,
      0,
      /not answered by the registry \("404 Not Found"\)/,
    ],
    ['no network', '', 1, 0, /not answered by the registry \("no answer"\)/],
  ] as const) {
    it(`with ${what} says so`, () =>
      inTemp(async (dir) => {
        await mkdir(join(dir, 'bin'));
        await writeFile(join(dir, 'bin', 'npm'), `#!/bin/sh\nprintf '%s' '${answer}'\nexit ${status}\n`, {
          mode: 0o755,
        });
        const env = { PATH: `${join(dir, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` };
        const run = await execa('sh', [packagePath('.ci', 'audit')], { env, reject: false });
        assert.equal(run.exitCode, code);
        assert.match(run.stdout, says);
      }));
  }
});
