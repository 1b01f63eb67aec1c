// SPDX-License-Identifier: Apache-2.0
import type { Option } from 'commander';
import { names, numberFrom, option } from './option-values.js';

/** Hosts on which boots are made. */
export const hostsOption = (): Option =>
  option(
    '--host <names>',
    'where to run: hosts, or tag:<tag> for those of the inventory that have it, comma-separated (default: local)',
  ).argParser(names);

/** How many of several hosts are used. */
export const maxParallelOption = (): Option =>
  option('--max-parallel <n>', 'hosts that measure at the same time (default: all)').argParser(
    numberFrom(1, 10_000),
  );

/** Queue in Redis. */
export const queueOption = (): Option =>
  option(
    '--queue <address>',
    'queue in Redis, redis:// or rediss://, for several who measure on the same hosts (password: LUPINE_BENCH_REDIS_PASSWORD)',
  );

/** The run on a page. */
export const serveOption = (): Option =>
  option('--serve', 'show the run on a page at a free port of this machine, which is printed');

/** The one host on which a boot is made. */
export const hostOption = (): Option =>
  option('--host <name>', 'where to run (`lupine-bench list` shows the hosts)').default('local');

/** Patience with others. */
export const waitOption = (): Option =>
  option('--wait <minutes>', 'wait so long for a host on which somebody else measures').argParser(
    numberFrom(1, 10_000),
  );
