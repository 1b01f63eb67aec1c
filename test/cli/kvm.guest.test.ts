// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import type { Plan } from '../../harness/plan/types.js';
import { lupineBench, onlyRun } from '../support/cli.js';
import { type FakeQemu, type KvmLie, fakeQemu, guestsOf } from '../support/fake-qemu.js';
import { needKernels } from '../support/kernels.js';
import { linkedCache } from '../support/linked-cache.js';
import { inPlainTemp } from '../support/temp.js';

const RUN = ['run', 'boot', '--app', 'hello', '--system', 'lupine-hello', '--boots', '1'];

/** A machine whose KVM is a fake's, with nothing remembered. */
interface Machine {
  program: string;
  out: string;
  bench: (...args: string[]) => ReturnType<typeof lupineBench>;
}

const onMachine = (fake: FakeQemu, test: (machine: Machine) => Promise<void>): Promise<void> =>
  inPlainTemp(async (dir) => {
    const program = await fakeQemu(dir, fake);
    const env = {
      LUPINE_BENCH_CACHE: await linkedCache(dir),
      LUPINE_BENCH_QEMU: program,
      LUPINE_BENCH_KVM_DEVICE: '/dev/null',
      // It counts its guests in a file beside it.
      LUPINE_BENCH_CONFINE: 'off',
    };
    await test({ program, out: join(dir, 'out'), bench: (...args) => lupineBench(args, env) });
  });

const kvmLine = (stdout: string): string => /^\w+ +kvm +(.*(?:\n {5,}.*)*)/m.exec(stdout)?.[1] ?? '';
const words = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** Ways in which KVM fails Linux, and what is said of each. */
const LIES: [KvmLie, RegExp][] = [
  ['internal-error', /"KVM internal error\. Suberror: 1"/],
  ['msr-abort', /"error: failed to set MSR 0x10a to 0x69"/],
  ['hangs', /did not end within 10 s/],
  ['silent', /did not end within 10 s/],
];

describe('a KVM that runs a tiny guest and fails Linux', function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(1_800_000);
    await needKernels('lupine-hello');
  });

  for (const [lie, said] of LIES) {
    it(`costs one probe and one boot, and the run goes on by the other clock: ${lie}`, () =>
      onMachine({ lie }, async ({ program, out, bench }) => {
        const first = await bench(...RUN, '--out', out);
        assert.equal(first.exitCode, EXIT.ok, first.stderr);
        const lines = first.stderr
          .split('\n')
          .filter((line) => /KVM|warning|could not/.test(line))
          .slice(1);
        // Behind the line that said that Linux is tried.
        assert.equal(lines.length, 1, first.stderr);
        assert.match(lines[0] ?? '', /clock: deterministic\. KVM is not used: .*kernel of lupine-hello/);
        assert.match(lines[0] ?? '', said);
        const plan = JSON.parse(await readFile(join(await onlyRun(out), 'plan.json'), 'utf8')) as Plan;
        assert.equal(plan.clock, 'deterministic');
        assert.deepEqual(await guestsOf(program), ['probe', 'linux']);

        const wall = await bench(...RUN, '--clock', 'wall', '--out', join(out, 'none'));
        assert.equal(wall.exitCode, EXIT.couldNotMeasure);
        assert.match(wall.stderr, /^error KVM_UNUSABLE: the wall clock needs KVM\. .*\n {2}next: .*\n?$/m);
        assert.match(wall.stderr, said);
        assert.equal(wall.stderr.match(/^error /gm)?.length, 1);
        assert.equal(wall.stdout, '');
        await assert.rejects(readdir(join(out, 'none')));
        // The answer was remembered.
        assert.deepEqual(await guestsOf(program), ['probe', 'linux']);
      }));
  }

  it('is what doctor says of it, and is asked anew when doctor is told to', () =>
    onMachine({ lie: 'internal-error' }, async ({ program, out, bench }) => {
      const unknown = kvmLine((await bench('doctor')).stdout);
      assert.match(words(unknown), /once the first kernel of a run has booted under it\.$/);
      assert.deepEqual(await guestsOf(program), ['probe']);
      await bench(...RUN, '--out', out);
      const known = words(kvmLine((await bench('doctor')).stdout));
      assert.match(known, /kernel of lupine-hello does not: .*So the deterministic clock is the default\.$/);
      assert.deepEqual(await guestsOf(program), ['probe', 'linux']);

      const again = words(kvmLine((await bench('doctor', '--probe')).stdout));
      assert.match(again, /does not: .*So the deterministic clock is the default\.$/);
      assert.deepEqual(await guestsOf(program), ['probe', 'linux', 'probe', 'linux']);
    }));

  it('plans a dry run without booting Linux', () =>
    onMachine({ lie: 'silent' }, async ({ program, bench }) => {
      const { exitCode, stdout } = await bench(...RUN, '--dry-run');
      assert.equal(exitCode, EXIT.ok);
      assert.match(stdout, /under the wall clock \(.*the first kernel has to boot under it too\.\)/);
      assert.deepEqual(await guestsOf(program), ['probe']);
    }));
});

describe('a KVM that fails in the middle of a run', function () {
  this.timeout(180_000);

  it('ends it with one error, and is not believed by the next one', () =>
    onMachine({ lie: 'internal-error', honest: 3 }, async ({ program, out, bench }) => {
      const args = ['run', 'boot', '--app', 'hello', '--system', 'lupine-hello', '--boots', '8'];
      const { exitCode, stderr, stdout } = await bench(...args, '--out', out);
      assert.equal(exitCode, EXIT.couldNotMeasure);
      assert.equal(stdout, '');
      assert.match(
        stderr,
        /^error KVM_FAILED: boot 3 of boot\/hello\/lupine-hello: KVM .*"KVM internal error\. Suberror: 1"\. The run ends here/m,
      );
      assert.match(stderr, /next: .*--clock deterministic.*doctor --probe/);
      // One proof, two boots, and the one that failed: no other was tried.
      assert.deepEqual(await guestsOf(program), ['probe', 'linux', 'linux', 'linux', 'linux']);
      const boots = await readdir(join(await onlyRun(out), 'boots'));
      assert.deepEqual(boots.sort(), ['1.json', '2.json']);

      const next = await bench(...RUN, '--out', out);
      assert.equal(next.exitCode, EXIT.ok, next.stderr);
      assert.match(next.stderr, /clock: deterministic\. KVM is not used: it failed in a run/);
      assert.equal((await guestsOf(program)).length, 5);
    }));
});
