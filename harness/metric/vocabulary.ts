// SPDX-License-Identifier: Apache-2.0
import { hostDefinitions } from './host.js';
import { lmbenchDefinitions } from './lmbench.js';
import { microDefinitions } from './micro.js';

const AB = (way: string): string => `ab with ${way}; resolution 1,000 ns.`;

/** Definitions of clocks and metrics, one for all systems, by name. */
export const vocabulary: Readonly<Record<string, string>> = {
  deterministic:
    'clock that counts instructions (QEMU TCG with -icount shift=0): one executed instruction is one virtual nanosecond, written vns; waiting counts as it passes. It shows path length, size and memory, the same on every machine; it cannot show caches, pipeline stalls or the cost of privilege transitions.',
  wall: 'clock of a KVM host, in ns. Chosen only when a tiny guest really booted under KVM.',
  'boot.guest':
    'from vCPU reset to the first instruction of PID 1, read there from the time stamp counter. PID 1 is the same program on every Linux system and runs before any app. Under KVM the counter begins when the virtual CPU is created, a little before its reset.',
  'boot.vmm':
    "from the execution of the VMM to the first instruction of PID 1, on the host's clock: what an operator waits, the VMM's own start included. The host times the first byte from PID 1, which says how long before it began. Wall clock only.",
  'boot.main':
    "from vCPU reset to the first instruction of the app's own main; only for apps that report it (hello).",
  'boot.ready':
    'from vCPU reset until the app is ready: it accepted a connection, or printed its line and ended.',
  'image.kernel':
    'bytes of the kernel file that the VMM loads: vmlinux, stripped, without whole pages of padding. Every system gets the same treatment.',
  'image.kernel_stripped':
    "bytes of vmlinux when it is only stripped, as in the paper: includes the linker's padding between sections, up to 2 MiB each.",
  'image.kernel_compressed':
    'bytes of the bzImage of the same kernel, in the compression that its configuration asks for.',
  'image.rootfs':
    'bytes of the ext2 root image with the app, what it needs and the room that it asks for; the same for every Linux system.',
  'config.options': 'Kconfig options set to y in the final configuration.',
  'memory.floor':
    'smallest guest memory (MiB) with which the app passes its functional check; the step below is verified to fail in as many boots as the scenario says (one, when that comes to nothing until its time is over), steps above to pass.',
  'throughput.get': 'GET requests per second as redis-benchmark reports them (req/vs: per virtual second).',
  'throughput.set': 'SET requests per second as redis-benchmark reports them (req/vs: per virtual second).',
  'latency.get.p50': 'median GET latency as redis-benchmark reports it; resolution 1,000 ns.',
  'latency.get.p99': '99th percentile of the GET latency as redis-benchmark reports it; resolution 1,000 ns.',
  'latency.set.p50': 'median SET latency as redis-benchmark reports it; resolution 1,000 ns.',
  'latency.set.p99': '99th percentile of the SET latency as redis-benchmark reports it; resolution 1,000 ns.',
  'throughput.conn':
    'requests per second as ab reports them, a new connection for each (req/vs: per virtual second); a page of 612 bytes, and every answer was whole and 2xx.',
  'throughput.sess':
    'requests per second as ab reports them over connections that are kept (req/vs: per virtual second); a page of 612 bytes, and every answer was whole and 2xx.',
  'latency.conn.p50': `median latency of ${AB('a new connection for each request')}`,
  'latency.conn.p99': `99th percentile of the latency of ${AB('a new connection for each request')}`,
  'latency.sess.p50': `median latency of ${AB('connections that are kept')}`,
  'latency.sess.p99': `99th percentile of the latency of ${AB('connections that are kept')}`,
  'throughput.wrk':
    'requests per second as wrk reports them, over connections that are kept; every answer was 2xx or 3xx (req/vs: per virtual second).',
  'latency.wrk.p50': 'median latency as wrk reports it; three digits or more.',
  'latency.wrk.p99': '99th percentile of the latency as wrk reports it; three digits or more.',
  'requests.failed':
    'requests that failed, were answered with a status other than 2xx or with another length, in both tests of ab. A boot with any is "could not measure" and has no rate.',
  ...hostDefinitions,
  ...microDefinitions,
  ...lmbenchDefinitions,
};
