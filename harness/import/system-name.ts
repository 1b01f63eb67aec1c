// SPDX-License-Identifier: Apache-2.0
import type { Apps } from '../app/load.js';
import type { Scenarios } from '../scenario/load.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { baseName } from '../system/name.js';

/** Names that a file's name may be made of. */
export interface KnownNames {
  /** Systems of the catalogue, without modifiers. */
  systems: ReadonlySet<string>;
  /** Apps and scenarios: what was measured, never where. */
  measured: ReadonlySet<string>;
}

/** Clients, and short names of tests; they say what was measured too. */
const TESTS = [
  'ab',
  'apachebench',
  'apache',
  'wrk',
  'redis-benchmark',
  'nginx-conn',
  'nginx-sess',
  'http',
  'https',
];
const SHORT_TESTS = ['nginxconn', 'nginxsess', 'conn', 'sess', 'get', 'set'];

/** Words that say nothing of the system. */
const IDLE =
  /^(?:(?:run|trial|test|round|part|boot)s?[-_]?[0-9]*|raw|out|output|stdout|stderr|results?|bench(?:mark)?|logs?|[0-9][0-9tz_-]*)$/;

const ENDING = /^(?:gz|log|txt|text|csv|out|raw|dat|md|[a-z]{1,4})$/;
const PACKED = /\.gz$/i;

/** What a system may be called: as those of the catalogue, with version and modifiers; a version may have dots. */
export const SYSTEM_NAME = /^[a-z][a-z0-9+.@-]{0,63}$/;

/** The dot of a kernel's version in a name: `lupine-redis@6.12`. */
const VERSION_DOT = /(@[0-9]{1,2})[.](?=[0-9]{1,3}(?:[+.]|$))/g;

/** Names that a project knows. */
export async function knownNames(
  catalogue: Pick<SystemCatalogue, 'names'>,
  apps: Pick<Apps, 'names'>,
  scenarios: Pick<Scenarios, 'names'>,
): Promise<KnownNames> {
  const measured = await Promise.all([apps.names(), scenarios.names()]);
  return {
    systems: new Set(catalogue.names()),
    measured: new Set([...measured.flat(), ...TESTS, ...SHORT_TESTS]),
  };
}

/**
 * The system that a file's name tells: `redis.microvm.log`, `microvm.nginx.log`, `microvm.log`; `undefined` when it tells none or
 * could mean more than one.
 */
export function systemOf(fileName: string, { systems, measured }: KnownNames): string | undefined {
  const held = fileName.replace(PACKED, '').replaceAll(VERSION_DOT, '$1/');
  // No name of a file has a slash.
  const words = held.split('.').map((word) => word.replace('/', '.'));
  if (words.length > 1 && ENDING.test(words.at(-1) ?? '')) words.pop();
  const isSystem = (word: string): boolean => systems.has(baseName(word));
  // A name such as "redis" is both an app and part of a system's, but never a system itself.
  const open = words.filter((word) => SYSTEM_NAME.test(word) && !measured.has(word) && !IDLE.test(word));
  const last = open.at(-1);
  const catalogued = open.filter(isSystem);
  if (catalogued.length > 1) return undefined;
  const [only] = catalogued;
  // A single word that no catalogue knows may be anything; behind another it stands where a system does.
  if (only === undefined) return words.length > 1 && words.at(-1) === last ? last : undefined;
  return open.length === 1 || (only === last && words.at(-1) === only) ? only : undefined;
}
