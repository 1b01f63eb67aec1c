// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign, foreignLines, partsOf, says } from '../core/foreign.js';
import { decimalNumber } from '../core/numbers.js';
import { unexpectedOutput } from './client.js';

/** Reads one value from the complete standard error of a program of lmbench. */
export type LmbenchReader = (text: Foreign, client: string) => number;

const NS_PER_US = 1000;
const NS_PER_S = 1e9;

/** A number that the groups of a match hold, above zero: lmbench prints zero for what it could not measure. */
function positive(found: Foreign | undefined, text: Foreign, client: string, expected: string): number {
  const value = decimalNumber(found);
  if (value !== undefined && value > 0) return value;
  throw unexpectedOutput(client, text, expected);
}

/** `<head>: 0.0373 microseconds`; gives ns. */
export function microseconds(head: string): LmbenchReader {
  const expected = `"${head}: <time> microseconds", above zero`;
  return (text, client) => {
    const [, found, time] = partsOf(text, /^(.+): (\d{1,12}\.\d{4}) microseconds\n$/) ?? [];
    const us = positive(says(found, head) ? time : undefined, text, client, expected);
    return Math.round(us * NS_PER_US * 10) / 10;
  };
}

/** The table of `lat_ctx -s <kib> <processes>`: its head with the open quote that it has, one row; gives ns. */
export function contextSwitch(processes: number, kib: number): LmbenchReader {
  const expected = `the head of size=${kib}k and the time of ${processes} processes`;
  return (text, client) => {
    const [, size, ring, time] =
      partsOf(text, /^\n"size=(\d+)k ovr=\d+\.\d{2}\n(\d+) (\d{1,12}\.\d{2})\n+$/) ?? [];
    const asked = says(size, String(kib)) && says(ring, String(processes));
    const us = positive(asked ? time : undefined, text, client, expected);
    return Math.round(us * NS_PER_US);
  };
}

/** `<megabytes> <microseconds>` of `lat_mmap`; gives ns. */
export function mapping(bytes: number): LmbenchReader {
  const size = (bytes / 1e6).toFixed(6);
  return (text, client) => {
    const [, found, time] = partsOf(text, /^(\d+\.\d{6}) (\d{1,12}(?:\.\d{3})?)\n$/) ?? [];
    return (
      positive(says(found, size) ? time : undefined, text, client, `"${size} <microseconds>"`) * NS_PER_US
    );
  };
}

/** `<head>1998.24 MB/sec`; gives MB/s. */
export function transfer(head: string): LmbenchReader {
  return (text, client) => {
    const [, found, rate] = partsOf(text, /^(.*?)(\d{1,12}\.\d{2}) MB\/sec\n$/) ?? [];
    return positive(says(found, head) ? rate : undefined, text, client, `"${head}<rate> MB/sec", above zero`);
  };
}

/** `<megabytes> <megabytes per second>` of the programs that go over memory; gives MB/s. */
export function sweep(bytes: number): LmbenchReader {
  const size = (bytes / 1e6).toFixed(2);
  return (text, client) => {
    const [, found, rate] = partsOf(text, /^(\d+\.\d{2}) (\d{1,12}\.\d{2})\n$/) ?? [];
    return positive(says(found, size) ? rate : undefined, text, client, `"${size} <rate>", above zero`);
  };
}

/** KiB of the files that `lat_fs` makes, one row of its table each. */
const FILE_KIBS = ['0', '1', '4', '10'] as const;

/** A row of `<KiB>k, files, created per second, deleted per second`, separated by tabs; gives ns per file. */
export function fileTime(kib: (typeof FILE_KIBS)[number], what: 'create' | 'delete'): LmbenchReader {
  return (text, client) => {
    const rows = foreignLines(text);
    const found = FILE_KIBS.map((size, index) => {
      const row = rows[index] ?? foreign('nothing');
      const [, is, , created, deleted] = partsOf(row, /^(\d+)k\t(\d+)\t(\d{1,12})\t(\d{1,12})$/) ?? [];
      const expected = `"${size}k <files> <created/s> <deleted/s>"`;
      if (!says(is, size)) throw unexpectedOutput(client, row, expected);
      return {
        size,
        create: positive(created, row, client, expected),
        delete: positive(deleted, row, client, expected),
      };
    });
    const extra = rows.slice(FILE_KIBS.length).find((row, index) => index > 0 || !says(row, ''));
    if (extra !== undefined) throw unexpectedOutput(client, extra, 'the end');
    const rate = found.find(({ size }) => size === kib)?.[what] ?? 0;
    return Math.round((NS_PER_S / rate) * 10) / 10;
  };
}
