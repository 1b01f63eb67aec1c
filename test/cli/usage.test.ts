// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { benchHere } from '../support/cli-here.js';
import { builtinApps, builtinScenarios } from '../support/builtin.js';

const refused = (args: string[], exit: number, message: RegExp, env: Record<string, string> = {}) =>
  async function (this: Mocha.Context): Promise<void> {
    this.timeout(60_000);
    const { exitCode, stderr, stdout } = await benchHere(args, env);
    assert.equal(exitCode, exit, stderr);
    assert.match(stderr, message);
    assert.match(stderr, /\n {2}next: /);
    assert.equal(stdout, '');
  };

describe('the command line refuses', () => {
  it('an unknown command', refused(['rum'], 2, /error USAGE: unknown command 'rum'/));
  it(
    'the help of an unknown command',
    refused(['help', 'explian'], 2, /error USAGE: unknown command 'explian'\n.*Did you mean "explain"\?/),
  );
  it(
    'the help of an unknown command, asked the other way',
    refused(['rum', '--help'], 2, /error USAGE: unknown command 'rum'\n.*Did you mean "run"\?/),
  );
  it(
    'an unknown option',
    refused(
      ['run', 'redis', '--sistem', 'x'],
      2,
      /error USAGE: unknown option '--sistem'.*\n {2}next: See `lupine-bench run --help`\./,
    ),
  );
  it(
    'an unknown scenario',
    refused(['run', 'rediss'], 2, /error SCENARIO_UNKNOWN: .*\n.*Did you mean "redis"/),
  );
  it(
    'an unknown system',
    refused(
      ['run', 'redis', '--clock', 'deterministic', '--system', 'lupine-rediz'],
      2,
      /SYSTEM_UNKNOWN.*lupine-rediz/,
    ),
  );
  it(
    'an app that the load is not made for',
    refused(['run', 'redis', '--clock', 'deterministic', '--app', 'nginx'], 2, /APP_NOT_IN_SCENARIO.*nginx/),
  );
  it(
    'an unknown app',
    refused(['run', 'boot', '--clock', 'deterministic', '--app', 'reddis'], 2, /APP_UNKNOWN.*reddis/),
  );
  it(
    'an unknown metric',
    refused(
      ['run', 'lmbench', '--clock', 'deterministic', '--metric', 'syscall.nul'],
      2,
      /error METRIC_UNKNOWN: lmbench has no metric "syscall\.nul"[^]*Did you mean "syscall\.null"/,
    ),
  );
  it(
    'to set a parameter that the scenario does not have',
    refused(
      ['run', 'redis', '--clock', 'deterministic', '--set', 'rounds=5', '--dry-run'],
      2,
      /PARAMETER_UNKNOWN: --set rounds=5: .*\n.*redis has `requests` \(1 to 1000000000\)/,
    ),
  );
  it(
    'to set a parameter to what it cannot be',
    refused(
      [
        'run',
        'redis',
        '--clock',
        'deterministic',
        '--set',
        'clients=9',
        '--set',
        'redis.requests=0',
        '--dry-run',
      ],
      2,
      /PARAMETER_INVALID: --set redis\.requests=0: .*cannot be 0\.\n.*from 1 to 1000000000/,
    ),
  );
  it('an unknown clock', refused(['run', 'redis', '--clock', 'sundial'], 2, /USAGE.*sundial/));
  it(
    'CPUs that are none',
    refused(['run', 'redis', '--clock', 'deterministic', '--cpus', 'all'], 2, /USAGE.*numbers of CPUs/),
  );
  it(
    'to pin where it makes no difference',
    refused(['run', 'redis', '--clock', 'deterministic', '--cpus', '0'], 2, /CPUS_DETERMINISTIC/),
  );
  it('zero boots', refused(['run', 'redis', '--boots', '0'], 2, /USAGE.*whole number/));
  it('a run that is not there', refused(['report', '/nowhere'], 2, /RUN_MISSING/));
  it(
    'to explain what nobody knows',
    refused(
      ['explain', 'boot.gest'],
      2,
      /EXPLAIN_UNKNOWN[^]*Did you mean "boot\.guest"\? `lupine-bench list`/,
    ),
  );
  it('to explain with a page of names', async () => {
    const { stderr } = await benchHere(['explain', 'nosuchthing']);
    assert.ok(stderr.length < 400, stderr);
  });
  it(
    'to measure without QEMU',
    refused(['run', 'redis'], 3, /error QEMU_MISSING: \/nowhere\/qemu/, {
      LUPINE_BENCH_QEMU: '/nowhere/qemu',
    }),
  );
  it(
    'the wall clock where KVM does not run guests',
    refused(['run', 'redis', '--clock', 'wall'], 3, /error KVM_UNUSABLE: the wall clock needs KVM/, {
      LUPINE_BENCH_QEMU: 'test/support/liar-qemu.sh',
    }),
  );
  it(
    'to build with a kernel source of other systems',
    refused(
      ['build', 'lupine-redis@6.12', '--kernel-source', '/a'],
      2,
      /error SOURCE_UNUSED: .* 6\.12=\/a$/ms,
    ),
  );
  it(
    'to profile two systems with a kernel source of neither',
    refused(
      [
        'profile',
        'boot',
        '--app',
        'hello',
        '--diff',
        'lupine-hello',
        'microvm',
        '--kernel-source',
        '6.12=/a',
      ],
      2,
      /error SOURCE_UNUSED: .* For lupine-hello write --kernel-source \/a$/ms,
    ),
  );
  it(
    'a kernel source that is not there',
    refused(
      ['run', 'redis', '--clock', 'deterministic', '--kernel-source', '/nowhere.tar.xz', '--dry-run'],
      2,
      /SOURCE_MISSING.*nowhere/,
    ),
  );
  it(
    'a kernel source by URL without a digest',
    refused(
      [
        'run',
        'redis',
        '--clock',
        'deterministic',
        '--kernel-source',
        'https://example.invalid/linux.tar.xz',
        '--dry-run',
      ],
      2,
      /SOURCE_URL.*without its digest/,
    ),
  );
});

describe('the command line', () => {
  it('prints help with exit 0', async () => {
    const { exitCode, stdout } = await benchHere(['--help']);
    assert.equal(exitCode, 0);
    for (const command of ['run', 'resume', 'report', 'build', 'list', 'doctor', 'explain'])
      assert.ok(stdout.includes(command));
  });
  it('takes a repeated --system for all of them', async () => {
    const args = ['--system', 'lupine-hello', '--system', 'microvm', '--clock', 'deterministic', '--dry-run'];
    const { exitCode, stdout, stderr } = await benchHere(['run', 'image-size', '--app', 'hello', ...args]);
    assert.equal(exitCode, 0, stderr);
    for (const system of ['lupine-hello', 'microvm']) assert.match(stdout, new RegExp(`hello on ${system} `));
  });

  it('lists scenarios, systems, apps and hosts as one JSON document', async () => {
    const { stdout, stderr } = await benchHere(['list', '--json']);
    const { scenarios, systems, apps, hosts } = JSON.parse(stdout) as Record<string, { name: string }[]>;
    assert.deepEqual(
      scenarios?.map(({ name }) => name),
      await builtinScenarios.names(),
    );
    assert.ok(systems?.some(({ name }) => name === 'lupine-redis'));
    assert.deepEqual(
      apps?.map(({ name }) => name),
      await builtinApps.names(),
    );
    // Between them those of an inventory, such as emulated ones that run.
    assert.deepEqual([hosts?.[0]?.name, hosts?.at(-1)?.name], ['local', 'deterministic-kvm']);
    assert.equal(stderr, '');
  });
  it('explains metrics, clocks, scenarios and systems', async () => {
    for (const name of ['boot.guest', 'deterministic', 'redis', 'lupine-redis+tiny']) {
      const { exitCode, stdout } = await benchHere(['explain', name]);
      assert.equal(exitCode, 0);
      assert.ok(stdout.length > 40);
    }
  });
  it('explains from what a kernel is built', async () => {
    const { stdout } = await benchHere(['explain', 'lupine-redis@6.12+kml']);
    assert.match(stdout, /^kernel source: Linux 6\.12\npatches: \d+ of \S*kml\/linux-6\.12\nfragments: /m);
    assert.match(
      (await benchHere(['explain', 'microvm'])).stdout,
      /^kernel source: Linux 6\.1\nfragments: /m,
    );
  });
  it('explains a scenario and an app of the same name', async () => {
    const { stdout } = await benchHere(['explain', 'redis']);
    assert.match(stdout, /^Redis throughput[^]*\n\napp redis: Redis\n/);
  });
  it('explains a virtual nanosecond with its string instructions', async () => {
    const { stdout } = await benchHere(['explain', 'vns']);
    assert.match(
      stdout.replaceAll(/\s+/g, ' '),
      /^vns: .*one executed guest instruction is one vns.* rep stos.* max,-erms,-fsrm,.* 512/,
    );
  });
  it('lets doctor say why KVM is not used', async () => {
    const { stdout } = await benchHere(['doctor', '--json'], {
      LUPINE_BENCH_QEMU: 'test/support/liar-qemu.sh',
    });
    const findings = JSON.parse(stdout) as { what: string; detail: string }[];
    const kvm = findings.find(({ what }) => what === 'kvm');
    assert.match(kvm?.detail ?? '', /does not run guests|is missing or may not be opened/);
  });
  it('lets doctor say that QEMU is missing, with exit 3', async () => {
    const { exitCode, stdout } = await benchHere(['doctor'], { LUPINE_BENCH_QEMU: '/nowhere/qemu' });
    assert.equal(exitCode, 3);
    assert.match(stdout, /MISSING {2}qemu .*\/nowhere\/qemu/);
  });
});
