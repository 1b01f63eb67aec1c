// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { benchHere } from '../support/cli-here.js';
import { failsWith } from '../support/errors.js';
import { appFile, bootScenario, inProject, writeFiles } from '../support/project.js';

/** Folders and files that no command can use, each of another kind, and what is said of it. */
const BROKEN: readonly [
  kind: 'app' | 'scenario',
  name: string,
  says: RegExp,
  make: (dir: string) => Promise<void>,
][] = [
  [
    'app',
    'syntax',
    /^YAML_SYNTAX: apps\/syntax\/app\.yaml:3:1: /,
    file('apps/syntax/app.yaml', 'name: a\ntitle: [\n'),
  ],
  [
    'app',
    'key',
    /^YAML_INVALID: apps\/key\/app\.yaml:10:1: .*"colour"/,
    file('apps/key/app.yaml', appFile('key', 'colour: red\n')),
  ],
  [
    'app',
    'hello',
    /^APP_TWICE: apps\/hello\/app\.yaml:1:1: "name" /,
    file('apps/hello/app.yaml', appFile('hello')),
  ],
  ['app', 'empty', /^FILE_MISSING: apps\/empty\/app\.yaml does not exist/, folder('apps/empty')],
  ['app', 'nowhere', /^FILE_MISSING: apps\/nowhere\/app\.yaml does not exist/, link('apps/nowhere', 'none')],
  ['app', 'out', /^PATH_OUTSIDE: apps\/out\/app\.yaml is a link/, link('apps/out', '/etc')],
  ['app', 'circle', /^FILE_UNREADABLE: apps\/circle cannot be read: ELOOP/, link('apps/circle', 'circle')],
  [
    'scenario',
    'one',
    /^YAML_INVALID: scenarios\/one\.yaml:1:1: .*"title"/,
    file('scenarios/one.yaml', 'name: one\n'),
  ],
  ['scenario', 'dir', /^FILE_KIND: scenarios\/dir\.yaml is a folder/, folder('scenarios/dir.yaml')],
  [
    'scenario',
    'shadow',
    /^PATH_OUTSIDE: scenarios\/shadow\.yaml is/,
    link('scenarios/shadow.yaml', '/etc/shadow'),
  ],
  [
    'scenario',
    'nothing',
    /^FILE_MISSING: scenarios\/nothing\.yaml is a link that leads nowhere/,
    link('scenarios/nothing.yaml', 'none.yaml'),
  ],
];

const LINES = ['systems:', '  mine: { base: lupine-base }', '  theirs: { base: lupine-syntax }'];
const GOOD = {
  'apps/ours/app.yaml': appFile('ours', 'kernel: general\n'),
  'scenarios/start.yaml': bootScenario('start', 'mine').replace('hello', 'ours'),
};

/** A project in which everything of {@link BROKEN} stands beside what is good. */
const among = (test: Parameters<typeof inProject>[2]): Promise<void> =>
  inProject(LINES, GOOD, async (dir, environment) => {
    for (const [, , , make] of BROKEN) await make(dir);
    await test(dir, environment);
  });

describe('what is wrong with an app or a scenario', function () {
  this.timeout(60_000);

  it('is known with its place, and the others can be used', () =>
    among(async (dir, environment) => {
      const made = await environment();
      const { apps, scenarios, catalogue } = made;
      const found = new Map((await made.broken()).map((one) => [`${one.kind} ${one.name}`, one.error]));
      assert.equal(found.size, BROKEN.length);
      for (const [kind, name, says] of BROKEN) {
        const error = found.get(`${kind} ${name}`);
        const place = (text = '') => text.replaceAll(`${dir}/`, '');
        assert.match(`${error?.code ?? ''}: ${place(error?.message)}`, says);
        assert.equal(error?.exit, EXIT.usage);
      }
      assert.equal((await apps.load('ours')).own, true);
      assert.equal((await scenarios.load('start')).name, 'start');
      assert.equal(catalogue.resolve('mine').name, 'mine');
    }));
  it('stops who needs it: the app, the system of its kernel, a system on that', () =>
    among(async (_dir, environment) => {
      const { apps, scenarios, catalogue } = await environment();
      await failsWith(apps.load('syntax'), 'YAML_SYNTAX', EXIT.usage, /app\.yaml:3:1/);
      await failsWith(scenarios.load('one'), 'YAML_INVALID', EXIT.usage, /one\.yaml:1:1/);
      for (const system of ['lupine-syntax', 'lupine-syntax+tiny', 'theirs'])
        assert.throws(() => catalogue.resolve(system), { code: 'YAML_SYNTAX' });
      assert.throws(() => catalogue.requireApp('syntax'), { code: 'YAML_SYNTAX' });
    }));
  it('is listed and warned of, and a run of something else is planned', () =>
    among(async (dir) => {
      const { stdout, stderr, exitCode } = await benchHere(['list', '--json'], {}, dir);
      assert.equal(exitCode, EXIT.ok, stderr);
      const { broken } = JSON.parse(stdout) as { broken: { kind: string; name: string }[] };
      assert.deepEqual(
        broken.map(({ kind, name }) => `${kind} ${name}`).sort(),
        BROKEN.map(([kind, name]) => `${kind} ${name}`).sort(),
      );
      for (const [kind, name] of BROKEN)
        assert.match(stderr, new RegExp(`^warning: the ${kind} ${name} cannot be used`, 'm'));
      const plain = await benchHere(['list'], {}, dir);
      assert.match(plain.stdout, /^cannot be used\n/m);
      assert.match(plain.stdout, /^ {2}theirs +cannot be used: YAML_SYNTAX/m);
      const run = ['run', 'start', '--dry-run', '--clock', 'deterministic', '--kernel-source', '/none'];
      const planned = await benchHere(run, {}, dir);
      // The kernel's source is missing, and nothing else: the plan is as far as it gets without one.
      assert.match(planned.stderr, /^error (?!YAML|PATH|FILE_KIND|APP)/m);
    }));
  it('ends a command that names it with its error, and without the warning', () =>
    among(async (dir) => {
      const { stderr, exitCode } = await benchHere(['run', 'one', '--dry-run'], {}, dir);
      assert.equal(exitCode, EXIT.usage);
      assert.match(stderr, /^error YAML_INVALID: scenarios\/one\.yaml:1:1/m);
      assert.doesNotMatch(stderr, /warning: the scenario one/);
    }));
});

function file(path: string, text: string): (dir: string) => Promise<void> {
  return (dir) => writeFiles(dir, { [path]: text });
}

function folder(path: string): (dir: string) => Promise<void> {
  return async (dir) => {
    await mkdir(join(dir, path), { recursive: true });
  };
}

function link(path: string, target: string): (dir: string) => Promise<void> {
  return (dir) => symlink(target, join(dir, path));
}
