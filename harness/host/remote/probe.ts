// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { sha256File } from '../../core/files.js';
import { says } from '../../core/foreign.js';
import { qemuArgv } from '../../vmm/qemu-argv.js';
import { confinedQemuThere } from '../../vmm/confined-qemu.js';
import { type ProbeOptions, probeKvmAt } from '../../vmm/kvm-probe.js';
import { outcome } from '../../vmm/outcome.js';
import type { KvmAnswer } from '../../vmm/probe-verdict.js';
import type { VmExit, VmSpec } from '../../vmm/types.js';
import { type RemoteMachine, confinedBy } from './machine.js';

/** Status of `timeout` for a program that did not end in time; it is killed a second later. */
const TIMED_OUT = [124, 137];

/** Bytes of a console that are looked at. */
const MOST_CONSOLE = 4096;

const RUN = 'limit=$1; shift; exec timeout -k 1 "$limit" "$@" < /dev/null';

/**
 * Finds out whether KVM runs guests on a host, by the same guest as on this machine.
 * @param identity of the host: an answer is remembered for it, its QEMU and the version of the probe.
 * @throws what running commands there throws, and `PROBE_GUEST` (exit 3).
 */
export async function probeThere(
  machine: RemoteMachine,
  identity: string,
  version: string,
  { again, signal, emulated }: ProbeOptions & { signal?: AbortSignal | undefined; emulated: boolean },
): Promise<KvmAnswer> {
  return await probeKvmAt(
    { run: (spec, stop) => runProbe(machine, spec, stop) },
    {
      key: { host: identity, version },
      usable: async () => says((await machine.shell.run({ script: USABLE, signal })).stdout, 'yes\n'),
      emulated,
    },
    signal,
    { again },
  );
}

const USABLE = 'if [ -r /dev/kvm ] && [ -w /dev/kvm ]; then echo yes; else echo no; fi';

/** Runs the probe's guest by a shell alone: it lives for seconds, and nothing of it is timed. */
async function runProbe(machine: RemoteMachine, spec: VmSpec, signal?: AbortSignal): Promise<VmExit> {
  const kernel = await machine.store.put(
    { path: spec.kernel, sha256: await sha256File(spec.kernel) },
    signal,
  );
  const there = { ...spec, kernel, consolePath: `${machine.state}/boots/probe` };
  const monitor = confinedBy(machine);
  const [file, words] = confinedQemuThere(monitor, there, 0);
  const began = performance.now();
  const console: Buffer[] = [];
  let bytes = 0;
  const { status, stderr } = await machine.shell.run({
    ...{ script: RUN, args: [`${spec.timeoutMs / 1000}`, file, ...words], signal },
    take: (piece) => {
      if (bytes < MOST_CONSOLE) console.push(Buffer.from(piece));
      bytes += piece.length;
    },
  });
  // The first byte is not the guest's: it announces the monitor.
  await writeFile(spec.consolePath, Buffer.concat(console).subarray(1));
  const stopped = TIMED_OUT.includes(status) ? 'timeout' : undefined;
  return {
    ...outcome(stopped, status > 128 ? { signal: `${status - 128}` } : { exitCode: status }, stderr),
    ...{
      stderr,
      argv: qemuArgv(monitor.name, there, monitor.sandbox.words),
      hostMs: performance.now() - began,
    },
  };
}
