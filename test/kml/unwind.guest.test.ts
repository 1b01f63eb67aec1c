// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { addressesOf } from './support/addresses.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { type Debugger, attach } from './support/debugger.js';
import { effort } from './support/effort.js';
import { type TestKernel, testKernel } from './support/kernels.js';
import { ORC_NAMES, type OrcTable, orcTable } from './support/orc.js';
import { type Frame, PT_REGS, isUser, unwind } from './support/unwind.js';

const NEAR_CALL = 'near call';

/** Where the ways into the kernel find the address that they came from: offset from RSP, bytes; `syscall` has it in RCX. */
const CAME_FROM: Record<string, bigint | 'cx'> = {
  [NEAR_CALL]: 0n,
  entry_SYSCALL_64: 'cx',
  // Behind an error code, or a vector.
  asm_exc_page_fault: 8n,
  asm_common_interrupt: 8n,
  asm_exc_int3: 0n,
  restore_regs_and_return_to_kernel: PT_REGS.ip,
};

/** How often each way is followed, and for how many instructions at most. */
const TIMES = effort(1, 20);
const LONGEST = effort(3000, 20_000);

/**
 * `mov %rax, %rsp` behind error_entry(), which has pushed all registers and says where they are: at this instruction the table of
 * every kernel is wrong.
 */
const MOVE_STACK = 0xc4_89_48n;

/** Ends of the code that is looked at in each instruction; of other code it is every so many. */
const OWN = [
  ['__entry_text_start', '__entry_text_end'],
  ['kml_call_entry', 'kml_call_singlestep_end'],
] as const;
const OTHERS = effort(16, 1);

/** Bytes of a task's stack in the kernel, a power of two; the trampolines and IST stacks are at these addresses. */
const STACK = 16_384n;
const isEntryArea = (address: bigint): boolean => address >> 39n === 0xffff_fe00_0000_0000n >> 39n;

/** Whether nothing that an unwinder could find is on a stack: it is the user's, or its frame is not complete. */
function isBare(sp: bigint): boolean {
  return isUser(sp) || topOf(sp) - sp < PT_REGS.size;
}

/** The end of the stack on which the task's registers lie; an empty one is at its own end. */
function topOf(sp: bigint): bigint {
  return ((sp + STACK - 1n) / STACK) * STACK;
}

function isOwn(ip: bigint, addresses: ReadonlyMap<string, bigint>): boolean {
  return OWN.some(([start, end]) => (addresses.get(start) ?? 0n) <= ip && ip < (addresses.get(end) ?? 0n));
}

interface Code {
  table: OrcTable;
  addresses: ReadonlyMap<string, bigint>;
}

async function isMove(machine: Debugger, ip: bigint): Promise<boolean> {
  return ((await machine.read(ip)) ?? 0n) % 0x100_0000n === MOVE_STACK;
}

/** Follows one way from its first instruction until it is back; gives how many instructions it has. */
async function follow(machine: Debugger, { table, addresses }: Code, name: string): Promise<number> {
  const first = await machine.registers();
  const place = CAME_FROM[name] ?? assert.fail(name);
  const from = place === 'cx' ? first.get('cx') : await machine.read((first.get('sp') ?? 0n) + place);
  let left = false;
  for (let count = 0; count < LONGEST; count += 1) {
    const registers = await machine.registers();
    const now: Frame = { ip: registers.get('ip') ?? 0n, sp: registers.get('sp') ?? 0n };
    if (now.ip === from || isUser(now.ip)) return count;
    left ||= !isEntryArea(now.sp) && !isUser(now.sp);
    if ((!isOwn(now.ip, addresses) && count % OTHERS !== 0) || (await isMove(machine, now.ip))) {
      await machine.step();
      continue;
    }
    const { frames, ending } = await unwind(table, { registers, read: (at) => machine.read(at) });
    const where = `${name}, ${count} instructions behind it at ${now.ip.toString(16)}, RSP ${now.sp.toString(16)}`;
    if (ending === 'end')
      assert.ok(isBare(now.sp) || (left && isEntryArea(now.sp)), `${where}: the stack is said to end`);
    // Some code of 6.1 is not in the table, as what of the vDSO is compiled into the kernel.
    else if (ending !== 'unknown' || isOwn(frames.at(-1)?.ip ?? 0n, addresses)) {
      // A signal, and the return from its handler, give the task another place to go on at.
      const back = left ? await machine.read(topOf(now.sp) - PT_REGS.size + PT_REGS.ip) : from;
      const leads = frames.slice(1).some(({ ip }) => ip === from || ip === back);
      assert.ok(leads, `${where}: the trace does not lead back`);
    }
    await machine.step();
  }
  return LONGEST;
}

describe('KML: stack traces at every instruction of the ways into the kernel and back', function () {
  this.timeout(effort(240_000, 1_800_000));
  let kernel: TestKernel;
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    kernel = await testKernel('kml');
  });

  const followed = async (load: string, words: string, names: readonly string[]): Promise<number[]> => {
    const asked = names.filter((name) => name !== NEAR_CALL);
    const addresses = await addressesOf(kernel, [...asked, ...ORC_NAMES, ...OWN.flat()], load);
    const table = await orcTable(kernel.path, addresses.entries);
    const lengths: number[] = [];
    const boot = await bootQuietly(kernel, [words], {
      debugger: 'debugger',
      timeoutMs: effort(200_000, 1_700_000),
      during: async (dir, running) => {
        const machine = await attach(join(dir, 'debugger'), running);
        await machine.runTo(addresses.load);
        for (const name of names) {
          const entry = addresses.entries.get(name) ?? assert.fail(name);
          for (let time = 0; time < TIMES; time += 1) {
            await machine.runTo(entry);
            lengths.push(await follow(machine, { table, addresses: addresses.entries }, name));
          }
        }
        machine.release();
      },
    });
    passedLines(boot.of(words));
    return lengths;
  };

  it('lead to what was interrupted, or end where there is nothing', async () => {
    const lengths = await followed('churn', 'churn 200', Object.keys(CAME_FROM));
    assert.equal(lengths.length, TIMES * Object.keys(CAME_FROM).length);
    assert.ok(Math.min(...lengths) > 3, lengths.join());
  });

  it('do so in near calls that leave the short way', async () => {
    const lengths = await followed('detours', `detours ${10 * TIMES}`, [NEAR_CALL]);
    assert.ok(Math.max(...lengths) > 300, lengths.join());
  });
});
