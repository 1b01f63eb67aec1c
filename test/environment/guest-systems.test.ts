// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { BenchError } from '../../harness/core/errors.js';
import { makePlan } from '../../harness/plan/plan.js';
import type { GuestSystem } from '../../harness/system/types.js';
import { ANYWHERE, builtinScenarios } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { inProject } from '../support/project.js';

const LINES = [
  'systems:',
  '  mine:',
  '    title: Mine',
  '    guest:',
  '      machine: pc',
  '      artifacts: { kernel: ../mine.elf }',
  '      apps:',
  '        hello:',
  '          cmdline: "--verbose /hello"',
  '          main: main {tsc}',
  '          success: ["Hello, world!"]',
  '          end: { exit: [0] }',
  '      limits:',
  '        - { app: redis, reason: it has no network., source: its manual }',
];

const OPTIONS = { ...ANYWHERE, clock: 'deterministic', clockReason: 'test' } as const;

describe('systems of a project that bring their own kernel', () => {
  it('are declared by YAML alone, in fourteen lines', () =>
    inProject(LINES, {}, async (dir, environment) => {
      const { catalogue } = await environment();
      const mine = catalogue.resolve('mine') as GuestSystem;
      assert.deepEqual([mine.kind, mine.machine, mine.title, mine.subject], ['custom', 'pc', 'Mine', true]);
      assert.deepEqual(mine.artifacts[0]?.place, { kind: 'path', path: join(dir, '..', 'mine.elf') });
      assert.equal(catalogue.resolve('mine+pc').machine, 'pc');
      await failsWith(() => catalogue.resolve('mine+tiny'), 'MODIFIER_MISPLACED', 2, /finished file/);
    }));

  it('have cells that are known to be impossible, which are told and not tried', () =>
    inProject(LINES, {}, async (_dir, environment) => {
      const { catalogue } = await environment();
      const planned = makePlan([await builtinScenarios.load('boot')], catalogue, {
        ...OPTIONS,
        systems: ['microvm', 'mine'],
        apps: ['hello', 'redis', 'nginx'],
      });
      assert.deepEqual(
        planned.unsupported?.map(({ app, reason, source }) => [app, reason, source]),
        [
          ['redis', 'it has no network.', 'its manual'],
          ['nginx', 'nothing says how nginx runs on it.', 'the declaration of mine'],
        ],
      );
      assert.equal(planned.steps.filter(({ system }) => system === 'mine').length, 3);
      const redis = await builtinScenarios.load('redis');
      await failsWith(
        () => makePlan([redis], catalogue, { ...OPTIONS, systems: ['mine'] }),
        'NOTHING_SUPPORTED',
        2,
        /no network/,
      );
    }));

  for (const [what, code, line, replaced] of [
    ['a line of main without its time', 'PATTERN_INVALID', 'main: main', 'main: main {tsc}'],
    ['a line that any other fits', 'PATTERN_INVALID', 'success: ["{any}"]', 'success: ["Hello, world!"]'],
    ['a file that is not declared', 'ARTIFACT_UNKNOWN', 'kernel: other', 'cmdline: "--verbose /hello"'],
    [
      'a source that is none',
      'ARTIFACT_SOURCE',
      'artifacts: { kernel: "docker://x/y:latest#/z" }',
      'artifacts: { kernel: ../mine.elf }',
    ],
    ['an app of a limit that is misspelt', 'APP_UNKNOWN', '{ app: reddis,', '{ app: redis,'],
    ['an app that is misspelt', 'APP_UNKNOWN', '        helo:', '        hello:'],
    ['no line of success', 'YAML_INVALID', 'success: []', 'success: ["Hello, world!"]'],
    ['an end that is none', 'YAML_INVALID', 'end: soon', 'end: { exit: [0] }'],
  ] as const)
    it(`${what} is refused with its place`, () =>
      inProject(
        LINES.map((one) => (one.includes(replaced) ? one.replace(replaced, line) : one)),
        {},
        async (_dir, environment) => {
          await failsWith(environment(), code, 2, /lupine-bench\.yaml:\d+:\d+/);
        },
      ));

  it('have no limit of an app that there is not, which names the key and the app that was meant', () =>
    inProject(
      LINES.map((one) => one.replace('app: redis', 'app: reddis')),
      {},
      async (_dir, environment) => {
        const said = '"systems.mine.guest.limits.0.app" names the app "reddis"';
        await assert.rejects(environment(), ({ message, next }: BenchError) => {
          return message.includes(said) && next.startsWith('Did you mean "redis"?');
        });
      },
    ));

  it('say of a file for a system that needs none what there is', () =>
    inProject(['artifacts:', '  nothing: { kernel: x }'], {}, async (_dir, environment) => {
      await failsWith(environment(), 'ARTIFACT_UNKNOWN', 2, /lupine-bench\.yaml:2:/);
    }));
});
