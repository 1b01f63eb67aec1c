// SPDX-License-Identifier: Apache-2.0
import { grouped } from '../../core/grouped.js';
import type { ListedHost } from './list.js';
import type { ProbedHost } from './probe.js';

/** Hosts of an inventory, one a line. */
export function listText(hosts: readonly ListedHost[]): string {
  const width = Math.max(...hosts.map(({ name }) => name.length));
  const lines = hosts.map(({ name, where, tags, emulated, summary, from }) => {
    const words = [where, ...tags.map((tag) => `tag:${tag}`), ...(emulated ? ['emulated'] : []), `(${from})`];
    return `${name.padEnd(width)}  ${words.join('  ')}${summary === undefined ? '' : `\n${' '.repeat(width)}  ${summary}`}\n`;
  });
  return lines.join('');
}

/** What a host said, a line for each thing. */
export function probeText(probed: ProbedHost): string {
  if ('error' in probed) {
    const { code, message, next } = probed.error;
    return `${probed.name}\n  ${code}: ${message}\n  next: ${next}\n`;
  }
  const lines = probeRows(probed).map(([key, value]) => `  ${key.padEnd(12)}  ${value}\n`);
  return `${probed.name}\n${lines.join('')}`;
}

/** What a host said, each with its name. */
export function probeRows(probed: Exclude<ProbedHost, { error: unknown }>): [what: string, said: string][] {
  const { identity, facts, state, monitor, kvm, load, lease } = probed;
  return [
    ['identity', identity],
    [
      'processor',
      `${facts.cpu || 'unknown'}, ${facts.cores} CPUs${facts.emulated === true ? '; emulated: its times mean nothing' : ''}`,
    ],
    [
      'system',
      `${facts.distribution || 'unknown'}, Linux ${facts.kernel}${facts.virtual === undefined ? '' : `; a virtual machine (${facts.virtual})`}`,
    ],
    ['memory', `${mib(state.freeMemoryMib)} of ${mib(facts.memoryMib)} free`],
    ['disk', `${mib(state.freeDiskMib)} free for images and boots`],
    ['clock', clockWords(state.clockAheadS)],
    [
      'settings',
      Object.entries(facts.settings ?? {})
        .map(([key, value]) => `${key} ${value}`)
        .join(', ') || 'none known',
    ],
    ['monitor', `QEMU ${monitor}`],
    [
      'KVM',
      `${kvm.kvm ? 'usable' : 'not usable'}${kvm.emulated === true ? ', but emulated' : ''}: ${kvm.kvmReason}`,
    ],
    ['load from it', load ?? 'possible'],
    [
      'lease',
      lease === undefined ? 'free' : `${lease.owner}, since ${lease.sinceS} s, for another ${lease.leftS} s`,
    ],
  ];
}

function mib(count: number | undefined): string {
  return count === undefined ? 'unknown' : `${grouped(`${count}`)} MiB`;
}

/** Seconds by which a clock may differ without a word: the way there takes some. */
const NEAR_S = 5;

function clockWords(ahead: number | undefined): string {
  if (ahead === undefined) return 'unknown';
  if (Math.abs(ahead) <= NEAR_S) return 'as here';
  return `${grouped(`${Math.abs(ahead)}`)} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine's; nothing is measured by it`;
}
