// SPDX-License-Identifier: Apache-2.0
import { InvalidArgumentError, Option } from 'commander';
import { parseCpuList } from '../core/cpu-list.js';
import { wholeNumber } from '../core/numbers.js';
import type { ShardNumber } from '../plan/shard.js';
import {
  type KernelSources,
  namedSources,
  readNamedSource,
  requireSourceName,
  sourceTwice,
  withSource,
} from '../plan/source.js';

/** An option of a command. */
export const option = (flags: string, description: string): Option => new Option(flags, description);

/** Texts of a repeated option, in order. */
export function collected(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** Names of one argument, behind those of the same option before: a repeated option means all of them. */
export function names(text: string, before: string[] | undefined): string[] {
  const given = text.split(',').filter((name) => name !== '');
  if (given.length > 0) return [...(before ?? []), ...given];
  throw new InvalidArgumentError('expected names with commas between.');
}

/** Reads a kernel source, or `<version>=<source>`, and puts it to those of the options before. */
export function kernelSource(text: string, before: KernelSources | undefined): KernelSources {
  const named = readNamedSource(text);
  requireSourceName(path(named.source));
  const twice = namedSources(before).find(({ version }) => version === named.version);
  if (twice !== undefined) throw sourceTwice([twice, named]);
  return withSource(before, named);
}

/** Reads a path. Nothing, as an empty variable of a script gives it, would be the folder in which the user is. */
export function path(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('expected a path; it is empty.');
}

/** Most parts of a plan: more jobs than any CI starts for a matrix. */
const MOST_SHARDS = 256;

/** Reads which part of a plan is meant, as `1/4`. */
export function shard(text: string): ShardNumber {
  const [index, of] = text.split('/').map((number) => wholeNumber(number, 1, MOST_SHARDS));
  if (index !== undefined && of !== undefined && index <= of && /^\d+\/\d+$/.test(text)) return { index, of };
  throw new InvalidArgumentError(`expected a part and how many there are, e.g. 1/4, ${MOST_SHARDS} at most.`);
}

/** Reads numbers of CPUs. */
export function cpuList(text: string): number[] {
  const cpus = parseCpuList(text);
  if (cpus.length > 0) return cpus;
  throw new InvalidArgumentError('expected numbers of CPUs, e.g. 2,3 or 4-7.');
}

/** Reads a whole number within limits. */
export function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text, least, most);
    if (value !== undefined) return value;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
  };
}
