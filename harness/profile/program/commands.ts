// SPDX-License-Identifier: Apache-2.0
import { digitsNumber } from '../../core/numbers.js';
import { ownValue } from '../../core/own.js';
import { BenchError } from '../../core/errors.js';
import { throughLinks } from '../../image/rootfs/links.js';
import type { Archive } from './cpio.js';

/** Where PID 1 looks for its job. */
const JOB = '/etc/lupine/job';

/** Word of a line that holds the program, by the line's first one (`kernel/init/README.md`). */
const PROGRAM_AT: Readonly<Partial<Record<string, number>>> = { app: 1, client: 3 };

/**
 * Names under which the guest's job starts programs, by the path of the file that each leads to: a link tells more than its target
 * (`redis-server` is a link to `redis-check-rdb`).
 */
export function commandNames({ files, links }: Archive): ReadonlyMap<string, string> {
  const job = files.find(({ path }) => path === JOB)?.data.toString('utf8') ?? '';
  const names = new Map<string, string>();
  for (const line of job.split('\n')) {
    const words = line.split(' ');
    const path = decoded(words[ownValue(PROGRAM_AT, words[0] ?? '') ?? -1] ?? '');
    const target = targetOf(path, links);
    if (target !== undefined && !names.has(target)) names.set(target, path);
  }
  return names;
}

function decoded(word: string): string {
  return word.replaceAll(/%([0-9a-f]{2})/g, (_escape, hex: string) =>
    String.fromCharCode(digitsNumber(hex, 16, 2) ?? 0),
  );
}

function targetOf(path: string, links: Archive['links']): string | undefined {
  if (!path.startsWith('/')) return undefined;
  try {
    return `/${throughLinks(path.slice(1), (link) => links.get(`/${link}`), true)}`;
  } catch (error) {
    // Links in a circle lead to no program.
    if (error instanceof BenchError) return undefined;
    throw error;
  }
}
