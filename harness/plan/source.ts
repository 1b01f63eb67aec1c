// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, resolve } from 'node:path';
import { usageError } from '../core/errors.js';
import type { KernelVersion, OneLine } from '../core/names.js';
import { ownValue } from '../core/own.js';
import { printable } from '../core/printable.js';
import { requireVersion } from '../system/name.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { KernelVersions } from '../system/version-types.js';

const URL_START = /^https?:/i;

/** The key of the source that was named without a version. */
const PLAIN = 'default';

/**
 * Kernel sources by the version of the systems that are built from them; `default` is the one that was named without a version.
 * @propertyNames {"pattern": "^(default|[1-9][0-9]?[.][0-9]{1,3})$"}
 */
export type SourcesByVersion = Record<string, OneLine>;

/** Kernel sources as the user names them: the one of systems of the default version, or several. */
export type KernelSources = OneLine | SourcesByVersion;

/** A source that somebody names, and whether it is one of a version. */
export interface NamedSource {
  /** Missing for one without. */
  version?: KernelVersion | undefined;
  source: string;
}

/** Reads `<source>` or `<version>=<source>`. */
export function readNamedSource(text: string): NamedSource {
  const [, version, source] = /^([1-9][0-9]?[.][0-9]{1,3})=(.*)$/s.exec(text) ?? [];
  return version === undefined || source === undefined ? { source: text } : { version, source };
}

/** The sources and one more, in the place of one that was named for the same. */
export function withSource(
  named: KernelSources | undefined,
  { version = PLAIN, source }: NamedSource,
): KernelSources {
  const before = Object.entries(byVersion(named)).filter(([key]) => key !== version);
  return before.length === 0 && version === PLAIN
    ? source
    : Object.fromEntries([...before, [version, source]]);
}

/** Every source that is named. */
export function namedSources(named: KernelSources | undefined): NamedSource[] {
  return Object.entries(byVersion(named)).map(([key, source]) => ({
    version: key === PLAIN ? undefined : key,
    source,
  }));
}

/** The sources as the command line takes them, one option each. */
export function sourceWords(named: KernelSources | undefined): string[] {
  return namedSources(named).map(({ version, source }) =>
    version === undefined ? source : `${version}=${source}`,
  );
}

/**
 * The source that is named for systems of a version; nothing where none is.
 * @param version missing for the default one.
 */
export function sourceFor(
  named: KernelSources | undefined,
  version: KernelVersion | undefined,
  versions: KernelVersions,
): NamedSource | undefined {
  const sources = byVersion(named);
  const own = ownValue(sources, version ?? versions.default);
  if (own !== undefined) return { version: version ?? versions.default, source: own };
  const plain = version === undefined ? ownValue(sources, PLAIN) : undefined;
  return plain === undefined ? undefined : { source: plain };
}

/**
 * Makes sure that each source is of a version that there is, and that each version has one.
 * @throws BenchError (exit 2) `VERSION_UNKNOWN`; `SOURCE_TWICE` where the default version has two.
 */
export function requireKnownVersions(named: KernelSources | undefined, versions: KernelVersions): void {
  const sources = namedSources(named);
  for (const { version, source } of sources) {
    if (version !== undefined)
      requireVersion(version, versions, `--kernel-source ${printable(`${version}=${source}`, 300)}`);
  }
  const ofDefault = sources.filter(({ version = versions.default }) => version === versions.default);
  if (ofDefault.length > 1) throw sourceTwice(ofDefault);
}

/** The error for two sources of the same systems. */
export function sourceTwice(sources: readonly NamedSource[]): Error {
  const whose = sources.find(({ version }) => version !== undefined)?.version;
  const of = whose === undefined ? 'systems without a version' : `systems of Linux ${whose}`;
  return usageError(
    'SOURCE_TWICE',
    `the kernel source of ${of} is named twice: ${sources.map(({ source }) => printable(source, 300)).join(', ')}.`,
    'Name one of the two.',
  );
}

/**
 * Makes sure that each source that is named belongs to a system: who names one and gets another kernel measured would not know.
 * @param systems names of those that are built or measured.
 * @throws BenchError (exit 2) `SOURCE_UNUSED` with the words for a system that there is.
 */
export function requireUsed(
  named: KernelSources | undefined,
  systems: Iterable<string>,
  catalogue: SystemCatalogue,
): void {
  const versions = catalogue.versions();
  const built = [...new Set(systems)].flatMap((name) => {
    const system = catalogue.resolve(name);
    const own = system.kind !== 'linux' || system.source !== undefined;
    return own ? [] : [{ name, version: system.version ?? versions.default }];
  });
  for (const { version = versions.default, source } of namedSources(named)) {
    if (built.some((one) => one.version === version)) continue;
    const [other] = built;
    const key = other === undefined || other.version === versions.default ? '' : `${other.version}=`;
    throw usageError(
      'SOURCE_UNUSED',
      `nothing that is asked for is built from the kernel source ${printable(source, 300)}: it is for systems of Linux ${version} that name no source of their own.`,
      other === undefined
        ? 'Leave --kernel-source out, or name such a system.'
        : `For ${other.name} write --kernel-source ${key}${printable(source, 300)}`,
    );
  }
}

/** All sources with another name each. */
function mapSources(named: KernelSources, change: (source: string) => string): KernelSources {
  if (typeof named === 'string') return change(named);
  return Object.fromEntries(Object.entries(named).map(([key, source]) => [key, change(source)]));
}

function byVersion(named: KernelSources | undefined): SourcesByVersion {
  if (named === undefined) return {};
  return typeof named === 'string' ? { [PLAIN]: named } : named;
}

/** Kernel sources as a plan names them: a run may be continued from another folder, where a relative path names another file. */
export function placedSources(named: KernelSources): KernelSources {
  return mapSources(named, (source) => (source === '' || isPlaced(source) ? source : resolve(source)));
}

/** True for a kernel source that is the same wherever its name is read: a URL, or an absolute path. */
export function isPlaced(source: string): boolean {
  return URL_START.test(source) || isAbsolute(source);
}

/**
 * Makes sure that a kernel source is named as one can be: by a path, or an address of the web.
 * @throws BenchError `SOURCE_URL` (exit 2) for an address of another kind, which would be taken for a path.
 */
export function requireSourceName(source: string): void {
  const [, scheme] = /^([a-z][a-z0-9+.-]{0,20}):\/\//i.exec(source) ?? [];
  if (scheme === undefined || URL_START.test(source)) return;
  throw usageError(
    'SOURCE_URL',
    `the kernel source ${printable(source, 300)} is an address of ${scheme}:, from which nothing is fetched.`,
    'Give http: or https: with #sha256=<64 hex digits>, or fetch it and give its path.',
  );
}
