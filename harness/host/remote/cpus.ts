// SPDX-License-Identifier: Apache-2.0
import { parseCpuList } from '../../core/cpu-list.js';
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

/** What a user's processes may use on a host. */
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
  const wanted = most === undefined ? undefined : new Set(parseCpuList(most));
  const used = wanted === undefined ? allowed : allowed.filter((cpu) => wanted.has(cpu));
  const all = used.length === 0 ? allowed : used;
  const apart = parseCpuList(isolated).filter((cpu) => all.includes(cpu));
  return { allowed: all, core, ...(apart.length === 0 ? {} : { isolated: apart }) };
}
