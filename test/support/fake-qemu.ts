// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../harness/core/paths.js';

/** What a QEMU writes when KVM does not know an instruction of the guest. */
const INTERNAL_ERROR = [
  'KVM internal error. Suberror: 1',
  'extra data[0]: 0x0000000000000001',
  'emulation failure',
  'RAX=0000000000000000 RBX=ffff888001041000 RCX=ffff888001041040 RDX=0000000000000001',
  'Code=00 49 8b 4e 08 48 8d 4a 40 49 8b 06 <65> 48 0f c7 0f 0f 94 c0 84 c0 74 b9',
];

const MSR = [
  'qemu-system-x86_64: error: failed to set MSR 0x10a to 0x69',
  "qemu-system-x86_64: ../../target/i386/kvm/kvm.c:3183: kvm_buf_set_msrs: Assertion `ret == cpu->kvm_msr_buf->nmsrs' failed.",
];

const say = (lines: readonly string[]): string => `cat >&2 <<'END'\n${lines.join('\n')}\nEND\n`;

/** What a machine does under a KVM that lies, as shell. */
const LIES = {
  /** Says so and stays alive with the machine paused. */
  'internal-error': `${say(INTERNAL_ERROR)}exec sleep 600`,
  /** The same for an instruction of a processor that KVM cannot enter. */
  'run-failed': `${say(['error: kvm run failed Bad address'])}exec sleep 600`,
  /** At 100 % of a CPU, forever. */
  hangs: 'while :; do :; done',
  /** Before the first instruction. */
  'msr-abort': `${say(MSR)}kill -ABRT $$`,
  /** Alive, idle, and without a word. */
  silent: 'exec sleep 600',
  /** As after a triple fault. */
  resets: 'exit 0',
} as const;

/** A way in which KVM lies. */
export type KvmLie = keyof typeof LIES;

/** Everything that the probe's guest writes on a CPU of 7 counts a round. */
export const PROBE_PASSES = 'BLSXRTV00000000000088b8';

/** A QEMU whose KVM is not what it seems. */
export interface FakeQemu {
  /** What the small guest of a probe writes to its console before the lie, e.g. `BLS`; all of it when missing: it then ends well. */
  probeSays?: string;
  /** What becomes of a probe that did not end well, and of every Linux guest. */
  lie: KvmLie;
  /** Linux guests that run, with TCG in KVM's place, before the first one is lied to; none when missing. Counted as {@link guestsOf}. */
  honest?: number;
}

/** Guests that such a QEMU was to run under KVM, in order. It can note them only with LUPINE_BENCH_CONFINE=off. */
export async function guestsOf(program: string): Promise<string[]> {
  const text = await readFile(`${program}.guests`, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

/** Guests of fewer bytes are a probe's. */
const SMALL = 64 * 1024;

/** QEMU with TCG in KVM's place. */
const TCG = join(packageRoot, 'test', 'support', 'tcg-qemu.sh');

let count = 0;

/**
 * Writes such a program into a folder, to be named in LUPINE_BENCH_QEMU (with LUPINE_BENCH_KVM_DEVICE=/dev/null where there is no
 * /dev/kvm). Without `-accel kvm` it is the real QEMU: under the deterministic clock it measures.
 * @returns its path.
 */
export async function fakeQemu(dir: string, { probeSays, lie, honest = 0 }: FakeQemu): Promise<string> {
  const program = join(dir, `qemu-${(count += 1)}-${lie}`);
  const probe = `printf %s '${probeSays ?? PROBE_PASSES}'\n${probeSays === undefined ? 'exit 1' : LIES[lie]}`;
  const script = `#!/bin/sh
if [ "$1" = --version ]; then echo 'QEMU emulator version 9.9.9 (${lie})'; exit; fi
for word; do
  case $before in -accel) accel=$word ;; -kernel) kernel=$word ;; esac
  before=$word
done
[ "$accel" = kvm ] || exec qemu-system-x86_64 "$@"
if [ "$(wc -c <"$kernel")" -lt ${SMALL} ]; then
{ echo probe >>'${program}.guests'; } 2>/dev/null
${probe}
fi
{ echo linux >>'${program}.guests'; } 2>/dev/null
[ "$(grep -cs linux '${program}.guests' || echo 1)" -gt ${honest} ] || exec '${TCG}' "$@"
${LIES[lie]}
`;
  await writeFile(program, script, { mode: 0o755 });
  return program;
}
