// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { attach } from './support/debugger.js';
import { effort } from './support/effort.js';
import { type TestKernel, testKernel } from './support/kernels.js';

/**
 * Rounds of a sweep. A call of getppid, its registers loaded before and looked at behind it, has some 400 instructions; on 6.12
 * 450 rounds do not meet its last ones.
 */
const LENGTH = 900;
const SWEEP = `sweep ${LENGTH} 1`;

/** Instructions between two rounds under a debugger, which is slow; between the last look and the last instruction are some 14. */
const STEP = effort(5, 1);
const ROUNDS = LENGTH / STEP;
const STRUCK = `sweep ${ROUNDS} ${STEP}`;
const CALLS = effort(20_000, 2_000_000);

/** The last instruction on each way out, by the label before it and the bytes between. */
const LAST: Record<string, bigint> = { entry_SYSRETQ_unsafe_stack: 1n, kml_call_unsafe_stack: 3n };

/** All of the guest's figures of the form `name hexadecimal`. */
function addressesIn(lines: readonly string[]): Map<string, bigint> {
  return new Map(
    lines.map((line) => {
      const [name = '', address = ''] = line.split(' ');
      return [name, BigInt(`0x${address}`)];
    }),
  );
}

/**
 * In each round waits at the last instruction of a way out and gives an NMI there: after it interrupts are on at an
 * address of the kernel with the user's stack. Gives how often it did so.
 */
async function strikeLast(
  path: string,
  running: AbortSignal,
  round: bigint,
  last: bigint[],
): Promise<number> {
  const machine = await attach(path, running);
  let struck = 0;
  await machine.breakAt(round);
  while (await machine.run()) {
    await machine.unbreak(round);
    for (const place of last) await machine.breakAt(place);
    if (!(await machine.run())) break;
    const place = await machine.programCounter();
    for (const other of last) await machine.unbreak(other);
    if (last.includes(place)) {
      await machine.monitor('nmi');
      struck++;
    }
    await machine.breakAt(round);
  }
  return struck;
}

describe('KML: with preemption and several processors', function () {
  this.timeout(effort(240_000, 3_600_000));
  let kernel: TestKernel;
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    kernel = await testKernel('kml-preempt');
  });

  it('an interrupt at any instruction of a call leaves no FPU registers of others', async () => {
    const boot = await bootQuietly(kernel, [SWEEP]);
    passedLines(boot.of(SWEEP));
  });

  it('nor does one behind an NMI at the last instruction of the way out', async () => {
    const commands = [`addresses ${Object.keys(LAST).join(' ')}`, 'sweep-address'];
    const found = await bootQuietly(kernel, commands);
    const addresses = addressesIn(commands.flatMap((command) => passedLines(found.of(command))));
    const round = addresses.get('sweep') ?? assert.fail('no address of a round');
    const last = Object.entries(LAST).map(([name, bytes]) => {
      return (addresses.get(name) ?? assert.fail(`no address of ${name}`)) + bytes;
    });
    let struck = 0;
    const boot = await bootQuietly(kernel, [STRUCK], {
      debugger: 'debugger',
      timeoutMs: effort(200_000, 1_700_000),
      during: async (dir, running) => {
        struck = await strikeLast(`${dir}/debugger`, running, round, last);
      },
    });
    passedLines(boot.of(STRUCK));
    assert.ok(struck >= ROUNDS, `${struck} NMIs`);
  });

  it("two processors keep everybody's registers and CPU numbers", async () => {
    const commands = [
      `foreign-registers ${CALLS} 20`,
      `foreign-cpu ${CALLS} 20`,
      'births 50',
      'restart',
      'threads',
    ];
    const boot = await bootQuietly(kernel, commands, { cpus: 2, timeoutMs: effort(200_000, 3_000_000) });
    for (const command of commands) passedLines(boot.of(command));
  });
});
