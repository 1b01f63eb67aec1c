// SPDX-License-Identifier: Apache-2.0
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { diskFull, freeBytes } from '../core/files.js';
import { kvmFailure } from '../vmm/kvm-words.js';
import type { VmExit, VmSpec, Vmm } from '../vmm/types.js';
import { type DecodedConsole, decodeConsole } from './frames.js';
import type { BootFailure, BootResult } from './types.js';
import { FIRST_FRAME } from './frame-scan.js';
import { vmmTime } from './vmm-time.js';

/** A console is a few KiB; with less than this on the disk it may be incomplete. */
const LEAST_ROOM = 64 * 1024;

/** A boot to make. */
export interface BootRequest {
  vmm: Vmm;
  spec: VmSpec;
  signal?: AbortSignal;
}

/**
 * Runs one VM from start to exit and says how it ended; a guest that fails is a result, not an exception.
 * @throws an AbortError when interrupted, a BenchError when the VMM is not there.
 */
export async function runBoot({ vmm, spec, signal }: BootRequest): Promise<BootResult> {
  await mkdir(dirname(spec.consolePath), { recursive: true });
  const exit = await vmm.run({ ...spec, isLost: hasPanicked, awaited: FIRST_FRAME }, signal);
  const decoded = decodeConsole(await readFile(spec.consolePath).catch(() => Buffer.alloc(0)));
  const { ending, failure, report } = judge(exit, decoded, spec);
  if (failure !== undefined) await requireRoom(spec.consolePath);
  const vmmNs = vmmTime(exit.awaitedNs, report);
  return {
    ending,
    ...(failure === undefined ? {} : { failure }),
    ...(report === undefined ? {} : { report }),
    clock: spec.clock,
    ...(vmmNs === undefined ? {} : { vmmNs }),
    argv: exit.argv,
    ...(exit.signal === undefined ? {} : { killed: true }),
    hostMs: exit.hostMs,
  };
}

/** A kernel that panics very early cannot reset the machine any more. */
function hasPanicked(console: Buffer): boolean {
  return decodeConsole(console).ending === 'panic';
}

/** A console cut off by a full disk looks like a guest that fell silent: that is no result. */
async function requireRoom(path: string): Promise<void> {
  if ((await freeBytes(dirname(path))) < LEAST_ROOM) throw diskFull(path, 'no space left for the console');
}

/** The console is the better witness of what went wrong in the guest; the exit tells what went wrong around it. */
function judge(
  exit: VmExit,
  decoded: DecodedConsole,
  spec: VmSpec,
): Pick<BootResult, 'ending' | 'failure' | 'report'> {
  // Relative to the run: equal runs have equal words.
  const log = `console/${basename(spec.consolePath)}`;
  const withLog = (failure: BootFailure): BootFailure => ({
    ...failure,
    message: `${failure.message} (console: ${log})`,
  });
  const report = decoded.report === undefined ? {} : { report: decoded.report };
  const spoke = decoded.report !== undefined || decoded.kernel.length > 0;
  const lines = decoded.kernel.slice(-20);
  // Before everything else: where KVM stops a machine, what its guest said last says nothing.
  if (exit.kind === 'kvm-failed') {
    return {
      ...report,
      ending: 'vmm-failed',
      failure: withLog({
        code: 'KVM_FAILED',
        message: `KVM on this host does not run the guest: "${kvmFailure(exit.stderr) ?? ''}"`,
        next: 'Use --clock deterministic; `lupine-bench doctor --probe` tries KVM again.',
        console: lines,
      }),
    };
  }
  if (exit.kind === 'gave-up' && decoded.ending !== 'panic') {
    const said = /^qemu: fatal: .*$/m.exec(exit.stderr)?.[0] ?? '';
    return {
      ...report,
      ending: 'guest-crash',
      failure: withLog({
        code: 'BOOT_VMM_GAVE_UP',
        message: `the guest did what its VMM cannot emulate: "${said}"`,
        next: 'With too little memory a kernel may reach beyond it; otherwise look at the console log.',
        console: lines,
      }),
    };
  }
  if (exit.kind === 'vmm-failed' || (!spoke && exit.kind === 'exited' && exit.stderr.trim() !== '')) {
    const said = exit.stderr.trim().split('\n').slice(-3).join(' / ');
    const how =
      exit.signal === undefined
        ? `ended with status ${exit.status ?? 'unknown'}`
        : `was ended by ${exit.signal}`;
    return {
      ending: 'vmm-failed',
      failure: {
        code: 'VMM_FAILED',
        message: `${exit.argv[0] ?? 'the VMM'} ${how}${said === '' ? '' : `: ${said}`}`,
        next: 'Run `lupine-bench doctor`; the full command line is in the boot file.',
        console: lines,
      },
    };
  }
  if (exit.kind === 'timeout' && decoded.ending !== 'panic') {
    return {
      ...report,
      ending: 'timeout',
      failure: withLog({
        code: 'BOOT_TIMEOUT',
        message: `the guest did not end within ${spec.timeoutMs / 1000} s of the host's clock and was stopped.`,
        next: 'Look at the console log; raise timeout_s in the scenario if the host is slow.',
        console: lines,
      }),
    };
  }
  if (decoded.failure !== undefined)
    return { ...report, ending: decoded.ending, failure: withLog(decoded.failure) };
  return { ...report, ending: decoded.ending };
}
