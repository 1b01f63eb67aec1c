// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { type CommandBoot, bootQuietly, passedLines } from './support/commands.js';
import { effort } from './support/effort.js';
import { testKernel, versionsTried } from './support/kernels.js';

const BIRTHS = `births ${effort(500, 10_000)}`;

/** What must be the same with and without KML, to the last byte printed, and the number of lines it prints at least. */
const SAME: Record<string, { title: string; lines: number }> = {
  stack: { title: 'the stack grows by 3 MiB', lines: 2 },
  'stack-edge': { title: "the push of a near call may be a page's first touch", lines: 1 },
  cow: { title: '1 MiB is copied on write after fork', lines: 4 },
  'fault-handler': { title: 'a SIGSEGV handler repairs faults', lines: 2 },
  'kernel-access': { title: "the kernel's own accesses to user memory fault, and fail, as ever", lines: 12 },
  userfault: {
    title: 'a fault of user mode can be served, and one of the kernel is not taken for it',
    lines: 10,
  },
  [BIRTHS]: { title: `${BIRTHS.slice(7)} processes by fork, vfork, clone and exec live and die`, lines: 10 },
  'failing-exec': { title: 'an exec that fails leaves the process as it was', lines: 4 },
  restart: { title: 'interrupted calls of every kind are restarted, or are not', lines: 36 },
  handlers: { title: 'handlers leave calls by longjmp, and nest', lines: 12 },
  threads: { title: 'four threads lock with futexes', lines: 4 },
  vectors: { title: 'SSE and AVX registers are kept over calls, switches and signals', lines: 4 },
  registers: { title: 'all registers but RAX, RCX and R11 are kept, and DF, NT and AC', lines: 36 },
  'deep-calls': { title: 'calls that use many registers keep all others', lines: 52 },
  refusals: { title: 'numbers that are no call give ENOSYS', lines: 36 },
  'six-arguments': { title: 'all six arguments arrive', lines: 12 },
  'trap-flag': { title: 'a process that sets TF sees no step inside the kernel', lines: 8 },
  step: { title: 'a tracer steps through calls, writing all registers back', lines: 16 },
  'step-two': { title: 'two processes that are stepped at once keep apart', lines: 5 },
  'event-stop': { title: 'a tracer writes registers amid a call', lines: 8 },
  'syscall-stops': { title: 'a tracer stops at calls, changes numbers and results, cancels', lines: 32 },
  interrupted: {
    title: 'a debugger interrupts a blocked call, calls a function, and the call goes on',
    lines: 16,
  },
  watch: { title: 'hardware watchpoints tell stores of the process from stores of the kernel', lines: 10 },
  seccomp: { title: 'seccomp filters see calls: kill, errno, trap, trace, log, strict', lines: 30 },
  core: { title: 'core dumps show a process of user space', lines: 20 },
  kprobes: { title: 'kprobes and kretprobes hit in calls', lines: 12 },
  uprobes: { title: 'uprobes hit, emulated and stepped out of line', lines: 3 },
  refused: { title: 'a tracer may write any address, and selectors as ever', lines: 13 },
  'signal-return': { title: "a signal's return keeps the red zone", lines: 2 },
  'debugger-below-zero': { title: 'a restart that a debugger moves below zero is a SIGSEGV', lines: 6 },
  'fresh-registers': { title: 'a new program finds nothing in its registers', lines: 2 },
  'bad-destinations': { title: 'a signal return to where nobody can be is a SIGSEGV', lines: 7 },
  'kernel-addresses': { title: 'addresses of the kernel for a stack or a handler are a SIGSEGV', lines: 4 },
  'return-probe': { title: 'a return probe gives no way into the kernel', lines: 4 },
  'churn 300': { title: 'calls, faults and breakpoints in turn keep registers and red zone', lines: 2 },
};

const ONLY_KML = ['edges', 'unmap', 'first-touch', 'restart-below-zero'];
const DIFFERENT = ['mode', 'own-gs', 'forbidden-instructions', 'blocked-stack', 'samples'];
const COMMANDS = [...Object.keys(SAME), ...DIFFERENT];

const timeoutMs = effort(300_000, 1_200_000);
/** One boot for all versions: what these programs see of an unpatched kernel is the same. */
let unpatched: Promise<CommandBoot> | undefined;

for (const version of versionsTried)
  describe(`KML on Linux ${version}: a process in ring 0 behaves as one in ring 3`, function () {
    this.timeout(180_000);
    let plain: CommandBoot;
    let kml: CommandBoot;
    before(async function () {
      this.timeout(2 * KERNEL_TIMEOUT);
      unpatched ??= testKernel('plain').then(
        async (kernel) => await bootQuietly(kernel, COMMANDS, { timeoutMs }),
      );
      plain = await unpatched;
      kml = await bootQuietly(await testKernel('kml', version), [...COMMANDS, ...ONLY_KML], { timeoutMs });
    });

    for (const [command, { title, lines }] of Object.entries(SAME)) {
      it(title, () => {
        const printed = passedLines(kml.of(command));
        assert.ok(printed.length >= lines, `${printed.length} lines:\n${printed.join('\n')}`);
        assert.deepEqual(printed, passedLines(plain.of(command)));
      });
    }

    it('it is in ring 0, and gets the address of the entry', () => {
      assert.deepEqual(passedLines(kml.of('mode')), ['cs 10 ss 18', "entry in the kernel's half"]);
      assert.deepEqual(passedLines(plain.of('mode')), ['cs 33 ss 2b', 'no entry']);
    });

    it('what the processor checks in ring 3 only is refused, not promised', () => {
      const killed = 256 + 11;
      assert.deepEqual(passedLines(plain.of('forbidden-instructions')).slice(0, 3), [
        ...['PR_TSC_SIGSEGV: 0', `rdtsc: ${killed}`, 'PR_TSC_ENABLE: 0'],
      ]);
      assert.deepEqual(passedLines(kml.of('forbidden-instructions')), [
        ...['PR_TSC_SIGSEGV: -22', 'rdtsc: 7', 'PR_TSC_ENABLE: 0', 'ARCH_SET_CPUID: -19'],
      ]);
      assert.deepEqual(passedLines(plain.of('own-gs')), ['ARCH_SET_GS by trap: 0', 'ARCH_SET_GS by call: 0']);
      assert.deepEqual(passedLines(kml.of('own-gs')), ['ARCH_SET_GS by trap: -1', 'ARCH_SET_GS by call: -1']);
    });

    it('the entry survives stacks that cannot be read or written', () => {
      const fault = '  signal 11, RIP 0, RSP 8 behind, interrupts on';
      const itsOwn = '  signal 11, RIP its own, RSP 8 behind, interrupts on';
      assert.deepEqual(passedLines(kml.of('edges')), [
        ...['stack that is not mapped', fault, '  end: 70'],
        ...['stack that is not canonical', fault, '  end: 70'],
        ...['stack at the last address below the sign', fault, '  end: 70'],
        ...['stack across the end of user memory', fault, '  end: 70'],
        ...['stack that can be read and not written', itsOwn, '  end: 70'],
        ...['stack that can be neither read nor written', fault, '  end: 70'],
      ]);
      assert.deepEqual(passedLines(kml.of('unmap')), [
        'munmap of the own stack by call',
        itsOwn,
        '  end: 70',
      ]);
      assert.deepEqual(passedLines(kml.of('first-touch')), [
        'stack that nobody has touched, interrupts off',
        '  result: 1',
        '  interrupts off, RSP 8 behind',
        '  end: 72',
      ]);
      assert.equal(passedLines(kml.of('restart-below-zero')).length, 1);
    });

    it('the unwinder finds its way from blocked calls and from interrupts to an entry point', () => {
      const entries = /^(?:call|trap): outermost (?:kml_call_entry|entry_SYSCALL_64\w*|asm_\w+)$/;
      for (const [boot, near] of [
        [kml, 'kml_call_entry'],
        [plain, 'entry_SYSCALL_64_after_hwframe'],
      ] as const) {
        const blocked = passedLines(boot.of('blocked-stack'));
        assert.ok(
          blocked.includes('trap: outermost function entry_SYSCALL_64_after_hwframe'),
          blocked.join('\n'),
        );
        assert.ok(blocked.includes(`call: outermost function ${near}`), blocked.join('\n'));
        const sampled = passedLines(boot.of('samples')).filter((line) => line.includes('outermost'));
        assert.deepEqual(
          sampled.filter((line) => !entries.test(line)),
          [],
        );
        assert.ok(sampled.includes(`call: outermost ${near}`), sampled.join('\n'));
      }
    });
  });
