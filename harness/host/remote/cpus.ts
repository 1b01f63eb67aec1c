// SPDX-License-Identifier: Apache-2.0
import { parseCpuList } from '../../core/cpu-list.js';
import { measureError } from '../../core/errors.js';
import { foreignLines, partsOf } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';
import type { RemoteShell } from '../../remote/types.js';
import { runWell } from '../../remote/words.js';
import type { CpuLayout } from '../cpus.js';

const ASK = [
  'grep Cpus_allowed_list /proc/self/status',
  'cd /sys/devices/system/cpu || exit 0',
  'for one in cpu[0-9]*; do',
  '  [ -r "$one/topology/thread_siblings_list" ] || continue',
  '  echo "${one#cpu} $(cat "$one/topology/thread_siblings_list")"',
  'done',
].join('\n');

/** Which CPUs of a host are used. */
export interface WantedCpus {
  /** As taskset writes them; all that the user may use when missing. */
  most?: string | undefined;
  /** Those that are kept from everything else while somebody measures. */
  isolated?: string | undefined;
}

/**
 * What a user's processes may use on a host.
 * @throws BenchError `HOST_CPUS` (exit 3) for wanted ones that the host does not have; what asking throws.
 */
export async function cpusThere(
  shell: RemoteShell,
  { most, isolated = '' }: WantedCpus = {},
): Promise<CpuLayout> {
  const said = foreignLines(await runWell(shell, 'asking for its CPUs', { script: ASK }));
  const core = new Map<number, string>();
  let allowed = [0];
  for (const line of said) {
    const [, list] = partsOf(line, /^Cpus_allowed_list:\s*([0-9,-]{1,1000})$/) ?? [];
    if (list !== undefined) allowed = parseCpuList(printable(list, 1000));
    const [, cpu, siblings] = partsOf(line, /^([0-9]{1,5}) ([0-9,-]{1,200})$/) ?? [];
    const number = cpu === undefined ? undefined : wholeNumber(printable(cpu), 0);
    if (number !== undefined && siblings !== undefined) core.set(number, printable(siblings));
  }
  if (allowed.length === 0) {
    throw measureError(
      'HOST_CPUS',
      `host ${shell.name} does not say which CPUs its user may use.`,
      'Look at Cpus_allowed_list in /proc/self/status there.',
    );
  }
  const wanted = most === undefined ? allowed : parseCpuList(most);
  const absent = wanted.filter((cpu) => !allowed.includes(cpu));
  if (absent.length > 0) {
    throw measureError(
      'HOST_CPUS',
      `the entry of host ${shell.name} names CPU ${absent.join(', ')}, which its user cannot use there.`,
      `Name some of ${allowed.join(',')} as "cpus" of that entry.`,
    );
  }
  const apart = parseCpuList(isolated).filter((cpu) => wanted.includes(cpu));
  return { allowed: wanted, core, ...(apart.length === 0 ? {} : { isolated: apart }) };
}
