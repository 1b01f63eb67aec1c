// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { findProjectFile } from '../../harness/environment/project.js';
import { failsWith } from '../support/errors.js';
import { inProject } from '../support/project.js';
import { inTemp } from '../support/temp.js';

/** What a project file of these lines is refused with. */
const refused = (lines: string[], code: string, message: RegExp): Promise<void> =>
  inProject(lines, {}, (_dir, environment) => failsWith(environment(), code, EXIT.usage, message));

const system = (...lines: string[]): string[] => [
  'systems:',
  '  mine:',
  ...lines.map((line) => `    ${line}`),
];

describe('a project file', () => {
  it('counts in its folder, and in a git repository in every folder below', () =>
    inTemp(async (dir) => {
      const file = join(dir, 'lupine-bench.yaml');
      await writeFile(file, '{}');
      await mkdir(join(dir, 'a', 'b'), { recursive: true });
      assert.equal(findProjectFile(dir), file);
      assert.equal(findProjectFile(join(dir, 'a')), undefined, 'not in git: what is above may be of others');
      await mkdir(join(dir, '.git'));
      assert.equal(findProjectFile(join(dir, 'a', 'b')), file);
      await writeFile(join(dir, 'a', 'lupine-bench.yaml'), '{}');
      assert.equal(findProjectFile(join(dir, 'a', 'b')), join(dir, 'a', 'lupine-bench.yaml'));
      await mkdir(join(dir, 'a', 'b', '.git'));
      assert.equal(findProjectFile(join(dir, 'a', 'b')), undefined, 'another repository');
    }));
  it('has margins by metric, and refuses a name or a value that is none', async () => {
    await inProject(['margins: { boot.guest: 0.5%, all: 2 % }'], {}, async (_dir, environment) =>
      assert.deepEqual((await environment()).project?.margins, { 'boot.guest': '0.5%', all: '2 %' }),
    );
    await refused(['margins: { boot.gest: 1% }'], 'METRIC_UNKNOWN', /yaml:1:12: .*"boot\.gest"/);
    await refused(['margins: { constructor: 1% }'], 'METRIC_UNKNOWN', /"constructor"/);
    for (const value of ['0.5', '101%', '-1%', '1e1%'])
      await refused([`margins: { boot.guest: '${value}' }`], 'YAML_INVALID', /boot\.guest/);
  });
  it('says where runs go; without one they go to the current folder', async () => {
    await inProject(['results: runs'], {}, async (dir, environment) =>
      assert.equal((await environment()).results, join(dir, 'runs')),
    );
    await inProject(['{}'], {}, async (dir, environment) =>
      assert.equal((await environment()).results, join(dir, 'results')),
    );
  });

  const wrong: [what: string, lines: string[], code: string, message: RegExp][] = [
    ['an unknown key', ['sytems: {}'], 'YAML_INVALID', /lupine-bench\.yaml:1:1: unknown key "sytems"/],
    [
      'an unknown key of a system',
      system('base: lupine-base', 'source_tree: x'),
      'YAML_INVALID',
      /:4:5: unknown key "source_tree" in "systems\.mine"/,
    ],
    [
      'a name that is no file name',
      ['systems:', '  ../mine: { base: lupine-base }'],
      'PROJECT_INVALID',
      /:2:3: the name of a system is "\.\.\/mine"/,
    ],
    [
      'a name that every object has',
      ['systems:', '  constructor: { base: lupine-base }'],
      'PROJECT_INVALID',
      /"constructor"/,
    ],
    [
      'a system of the program',
      ['systems:', '  microvm: { base: lupine-base }'],
      'SYSTEM_TWICE',
      /:2:3: the system "microvm" comes with lupine-bench/,
    ],
    [
      "the program's kernel for an app",
      ['systems:', '  lupine-redis: { base: lupine-base }'],
      'SYSTEM_TWICE',
      /lupine-redis/,
    ],
    ['a name twice', ['systems:', '  a: {}', '  a: {}'], 'YAML_SYNTAX', /:3:3: key "a" stands twice/],
    [
      'a package beside a finished kernel',
      system('package: linux-image-amd64', 'kernel: vmlinux'),
      'PROJECT_INVALID',
      /:3:5: "package" does not go with "kernel"/,
    ],
    [
      'a package with a configuration',
      system('package: linux-image-amd64', 'config: my.config'),
      'PROJECT_INVALID',
      /:4:5: "config" does not go with "package"/,
    ],
    ['a system without anything', system('cmdline: quiet'), 'PROJECT_INVALID', /:2:3: "systems\.mine" lacks/],
    [
      'options from two places',
      system('base: lupine-base', 'config: my.config'),
      'PROJECT_INVALID',
      /:4:5: "base" and "config"/,
    ],
    [
      'a finished kernel with fragments',
      system('kernel: bzImage', 'fragments: [a]'),
      'PROJECT_INVALID',
      /:4:5: "fragments" says how/,
    ],
    [
      'a fragment elsewhere',
      system('base: lupine-base', 'fragments: [a, b/../../c]'),
      'PATH_OUTSIDE',
      /:4:20: "systems\.mine\.fragments\.1" is "b\/\.\.\/\.\.\/c"/,
    ],
    [
      'an absolute configuration',
      system('config: /etc/passwd'),
      'PATH_OUTSIDE',
      /:3:5: "systems\.mine\.config"/,
    ],
    ['results elsewhere', ['results: ../runs'], 'PATH_OUTSIDE', /:1:1: "results" is "\.\.\/runs"/],
    [
      'a path with control characters',
      system('kernel: "a\\nb"'),
      'YAML_INVALID',
      /:3:5: "systems\.mine\.kernel" is "a\\nb", which cannot be used there/,
    ],
    [
      'a title that a terminal would obey',
      system('base: lupine-base', 'title: "a\\e[2Jb"'),
      'YAML_INVALID',
      /:4:5: "systems\.mine\.title"/,
    ],
    [
      'a command line of two lines',
      system('base: lupine-base', 'cmdline: "a\\nb"'),
      'YAML_INVALID',
      /:4:5: "systems\.mine\.cmdline"/,
    ],
    [
      'a command line that says what runs first',
      system('base: lupine-base', 'cmdline: quiet init=/bin/sh'),
      'PROJECT_INVALID',
      /:4:5: "init=\/bin\/sh"/,
    ],
    [
      'a quoted word that says what runs first',
      system('base: lupine-base', `cmdline: 'quiet "init=/bin/sh"'`),
      'PROJECT_INVALID',
      /:4:5: ""init=\/bin\/sh"" cannot be part/,
    ],
    [
      'a quoted end of what the kernel takes',
      system('base: lupine-base', `cmdline: 'quiet "--"'`),
      'PROJECT_INVALID',
      /:4:5: ""--"" cannot be part/,
    ],
    [
      'a quote that swallows what the program puts behind it',
      system('base: lupine-base', `cmdline: 'quiet loglevel="3'`),
      'PROJECT_INVALID',
      /:4:5: "cmdline" has a quote without its other/,
    ],
    [
      'thousands of bases one above the other',
      [
        'systems:',
        ...Array.from({ length: 3000 }, (_, n) => `  s${n}: { base: s${n + 1} }`),
        '  s3000: { base: lupine-base }',
      ],
      'PROJECT_INVALID',
      /:2:9: "s0" stands on more than 16 systems/,
    ],
    [
      'a base that there is not',
      system('base: lupine-bse'),
      'BASE_UNUSABLE',
      /:3:5: "lupine-bse" cannot be the base of "mine": there is no system/,
    ],
    [
      'a base that is a finished kernel',
      ['systems:', '  a: { kernel: x }', '  b: { base: a }'],
      'BASE_UNUSABLE',
      /:3:8: "a" cannot be the base of "b"/,
    ],
    [
      'a base that is its own',
      ['systems:', '  a: { base: b }', '  b: { base: a+tiny }'],
      'PROJECT_INVALID',
      /:2:8: "a" is its own base: a → b → a/,
    ],
    ['a folder that is not there', ['apps: programs'], 'FOLDER_MISSING', /:1:1: "apps" is "programs"/],
    ['nothing in it', ['# later'], 'YAML_INVALID', /:1:1: the file is empty, expected object/],
    ['something else than a map', ['- a'], 'YAML_INVALID', /expected object/],
  ];
  for (const [what, lines, code, message] of wrong) {
    it(`is refused for ${what}`, () => refused(lines, code, message));
  }
  it('is refused when its results go through a link to another place', () =>
    inProject(['{}'], {}, async (dir, environment) => {
      await symlink('/tmp', join(dir, 'results'));
      await failsWith(environment(), 'PATH_OUTSIDE', EXIT.usage, /the folder of "results" is a link/);
    }));
});
