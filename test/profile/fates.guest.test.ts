// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Profile } from '../../harness/profile/types.js';
import { isNamed } from '../../harness/profile/resolve/names.js';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { needKernels } from '../support/kernels.js';
import {
  type ProfiledProgram,
  type ProgramOptions,
  compileProgram,
  profileProgram,
} from '../support/profiled-program.js';

const STATIC = ['-static', '-fno-pie', '-no-pie'];

/** Boots the program that ends as it is told. */
async function fate(
  how: string,
  options: ProgramOptions = {},
  flags: readonly string[] = STATIC,
): Promise<ProfiledProgram> {
  const program = await compileProgram('fates', flags);
  const app = { command: ['/program-0', how], ...options.app };
  return await profileProgram([program], { ...options, app });
}

/** Instructions of a function by its name, in all phases. */
function instructions({ functions, phases }: Profile, name: string, object?: string): number {
  let sum = 0;
  for (const { flat } of phases) {
    for (const [number, count] of flat) {
      const code = functions[number];
      if (code?.name === name && (object === undefined || code.object === object)) sum += count;
    }
  }
  return sum;
}

/** The phases have the instructions of their functions, and nothing was in no file. */
function requireWhole(profile: Profile): void {
  for (const { name, instructions: all, flat } of profile.phases) {
    assert.equal(
      [...flat.values()].reduce((sum, one) => sum + one, 0),
      all,
      name,
    );
  }
  assert.deepEqual(
    profile.functions.filter(({ object }) => object === '[generated]').map(({ name }) => name),
    [],
  );
}

function profileIn({ profile }: ProfiledProgram): Profile {
  assert.ok(profile !== undefined, 'nothing was counted');
  requireWhole(profile);
  return profile;
}

describe('a profile of a guest', function () {
  this.timeout(120_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await needKernels('lupine-general');
  });

  it('that never ends is what ran until it was stopped', async () => {
    const app = { ready: { line: 'never', withinMs: 600_000 } };
    const boot = await fate('never', { app, timeoutMs: 8000, tree: false });
    assert.equal(boot.result.failure?.code, 'BOOT_TIMEOUT');
    const profile = profileIn(boot);
    assert.ok(instructions(profile, 'endless') > 1_000_000);
    assert.ok(instructions(profile, 'before_it') > 3000);
  });

  it('whose app crashes has all until then, and what the kernel and PID 1 did about it', async () => {
    const boot = await fate('crash');
    assert.equal(boot.result.ending, 'app-failed');
    const profile = profileIn(boot);
    assert.ok(instructions(profile, 'before_it') > 3000);
    assert.ok(instructions(profile, 'do_group_exit', 'vmlinux') > 0);
    assert.ok(instructions(profile, 'main', '/init') > 0);
  });

  it('that resets the machine has all until then', async () => {
    const boot = await fate('reset', { app: { privileged: true } });
    assert.ok(boot.result.failure !== undefined, 'such a boot is no success');
    const profile = profileIn(boot);
    assert.ok(instructions(profile, 'before_it') > 3000);
    assert.ok(instructions(profile, 'native_machine_emergency_restart', 'vmlinux') > 0);
  });

  it('is exact for a program that is loaded anywhere, and for a stripped one but for its names', async () => {
    const counts: number[] = [];
    for (const flags of [['-static-pie'], ['-static-pie', '-s'], [...STATIC, '-s']]) {
      const profile = profileIn(
        await fate(
          'well',
          {},
          ['-fPIE', ...flags].filter((flag) => flag !== '-fPIE' || flags.includes('-static-pie')),
        ),
      );
      const start = profile.phases.find(({ name }) => name === 'start') ?? assert.fail();
      const own = [...start.flat].filter(([number]) => profile.functions[number]?.object === '/program-0');
      const named = own.filter(([number]) => isNamed(profile.functions[number] ?? assert.fail()));
      if (flags.includes('-s')) {
        assert.deepEqual(named, []);
        assert.ok(
          own.every(([number]) =>
            /^(?:program-0\+0x[0-9a-f]+|\[.*\])$/.test(profile.functions[number]?.name ?? ''),
          ),
        );
      } else {
        assert.ok(instructions(profile, 'before_it') > 3000);
        assert.ok(named.length > own.length * 0.9);
      }
      counts.push(own.reduce((sum, [, count]) => sum + count, 0));
    }
    assert.equal(counts[0], counts[1], 'whether it is stripped makes no difference to what runs');
  });

  it('tells two programs at the same address apart', async () => {
    const twin = (work: string, more: readonly string[]): Promise<string> =>
      compileProgram('twin', [...STATIC, `-DWORK=${work}`, '-DNEXT="/program-1"', ...more]);
    const programs = await Promise.all([
      twin('first_work', ['-DROUNDS=70000', '-DFACTOR=3', '-DTURN=1']),
      twin('other_work', ['-DROUNDS=90000', '-DFACTOR=5', '-DTURN=2']),
    ]);
    const boot = await profileProgram(programs);
    assert.equal(boot.result.ending, 'ok', boot.result.failure?.message);
    const profile = profileIn(boot);
    const [first, other] = [
      instructions(profile, 'first_work', '/program-0'),
      instructions(profile, 'other_work', '/program-1'),
    ];
    const address = (name: string): bigint | undefined =>
      profile.functions.find((code) => code.name === name)?.address;
    assert.equal(address('first_work'), address('other_work'));
    for (const [sum, rounds] of [
      [first, 70_000],
      [other, 90_000],
    ] as const) {
      assert.ok(sum > 3 * rounds && sum % rounds < 20, `${sum} instructions in ${rounds} rounds`);
    }
  });

  it('has names for code that the kernel patches: alternatives, jump labels, the vdso', async () => {
    const boot = await fate('well');
    assert.equal(boot.result.ending, 'ok', boot.result.failure?.message);
    const profile = profileIn(boot);
    // The kernel writes other instructions into what programs see than its file has.
    assert.ok(instructions(profile, 'clock_gettime', '[vdso]') >= 1000);
    // Alternatives choose their instructions, and a static key skips the code that waits for it.
    for (const name of ['apply_alternatives', 'text_poke_early', 'entry_SYSCALL_64', 'finish_task_switch'])
      assert.ok(
        profile.functions.some((code) => code.object === 'vmlinux' && code.name.startsWith(name)),
        name,
      );
  });
});
