// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { type Addresses, addressesOf } from './support/addresses.js';
import { attach } from './support/debugger.js';
import { effort, full } from './support/effort.js';
import { type TestKernel, testKernel } from './support/kernels.js';
import type { MachineChange } from './support/machine.js';
import { HARMLESS, INTEL_CPU } from './support/machine-check.js';

/** Ways into the kernel that the load takes again and again, beside the near call, and the common way out. */
const WAY_OUT = 'restore_regs_and_return_to_kernel';
const ENTRIES = ['entry_SYSCALL_64', 'asm_exc_page_fault', 'asm_exc_int3', 'asm_common_interrupt', WAY_OUT];

/** Instructions behind each entry at which an NMI comes. A near call of getppid is some 110 instructions long. */
const DEPTH = effort(40, 160);

const ROUNDS = effort(400, 1600);
const LOAD = `churn ${ROUNDS}`;

/** What strikes, where, and on which processor; NMIs behind all entries when nothing is said. */
interface Strike extends MachineChange {
  /** A command of QEMU's monitor. */
  blow?: string;
  entries?: Addresses['entries'];
}

/** Stops at every instruction behind an entry in turn and strikes there; gives the instructions' addresses. */
async function strike(
  path: string,
  running: AbortSignal,
  { load, entries }: Addresses,
  blow: string,
): Promise<Map<string, Set<bigint>>> {
  const machine = await attach(path, running);
  const struck = new Map<string, Set<bigint>>();
  await machine.runTo(load);
  for (const [name, entry] of entries) {
    const places = new Set<bigint>();
    for (let depth = 1; depth <= DEPTH; depth++) {
      await machine.runTo(entry);
      for (let step = 0; step < depth; step++) await machine.step();
      places.add(await machine.programCounter());
      await machine.monitor(blow);
    }
    struck.set(name, places);
  }
  machine.release();
  return struck;
}

for (const variant of full ? (['kml', 'kml-debug'] as const) : (['kml'] as const))
  describe(`KML: an NMI at every instruction of the ways into the kernel and back, ${variant}`, function () {
    this.timeout(effort(240_000, 1_800_000));
    let kernel: TestKernel;
    let addresses: Addresses;
    before(async function () {
      this.timeout(KERNEL_TIMEOUT);
      kernel = await testKernel(variant);
      addresses = await addressesOf(kernel, ENTRIES, 'churn');
    });

    const run = async (
      commands: string[],
      { blow = 'nmi', entries = addresses.entries, ...change }: Strike = {},
    ): Promise<Record<string, number>> => {
      let struck = new Map<string, Set<bigint>>();
      const boot = await bootQuietly(kernel, commands, {
        debugger: 'debugger',
        ...change,
        timeoutMs: effort(200_000, 1_700_000),
        during: async (dir, running) => {
          struck = await strike(join(dir, 'debugger'), running, { ...addresses, entries }, blow);
        },
      });
      assert.equal(struck.size, entries.size);
      // Loops (rep movs, a copy) make some instructions come twice.
      for (const [name, places] of struck)
        assert.ok(places.size >= DEPTH * 0.6, `${name}: ${places.size} places`);
      passedLines(boot.of(LOAD));
      const figures = commands.flatMap((command) => passedLines(boot.of(command)));
      return Object.fromEntries(
        figures.flatMap((line) => {
          const [, name, figure] = /^(\w+) (\d+)$/.exec(line) ?? [];
          return name === undefined ? [] : [[name, Number(figure)]];
        }),
      );
    };

    it('changes no register, result or word of the red zone', async () => {
      const { nmis = NaN } = await run([LOAD, 'nmis']);
      assert.ok(nmis >= DEPTH * (ENTRIES.length + 1), `${nmis} NMIs arrived`);
    });

    it('nor does one whose handler meets a breakpoint and a page fault', async () => {
      const { nmis = NaN, hits = NaN, faults = NaN } = await run(['fault-in-nmi', LOAD, 'nmi-hits', 'nmis']);
      // The handler's own breakpoint and page fault stop the machine too; an NMI given there is one with the running one.
      assert.ok(nmis >= (DEPTH * (ENTRIES.length + 1)) / 2, `${nmis} NMIs arrived`);
      assert.ok(hits >= nmis, `${hits} breakpoints in ${nmis} NMIs`);
      assert.ok(faults >= nmis, `${faults} page faults in ${nmis} NMIs`);
    });

    it('nor does a machine check that asks for nothing', async () => {
      // Its own way out is the common one, where another would overwrite its frame, on any kernel.
      const entries = new Map([...addresses.entries].filter(([name]) => name !== WAY_OUT));
      const struck = { blow: HARMLESS, cpu: INTEL_CPU, entries };
      const { checks = NaN } = await run([LOAD, 'machine-checks'], struck);
      assert.ok(checks >= DEPTH * entries.size, `${checks} machine checks arrived`);
    });
  });
