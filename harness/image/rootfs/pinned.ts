// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import type { PinnedPackages } from '../../plan/pinned.js';
import type { PackageRecord } from './apt-records.js';
import type { UsedContainer, UsedPackage } from './types.js';

type Id = Pick<UsedPackage, 'name' | 'version' | 'sha256'>;

/** The packages as they were recorded, in place of the versions that apt would take now; all when nothing is pinned. */
export function pinnedRecords(
  records: ReadonlyMap<string, PackageRecord>,
  pinned: PinnedPackages | undefined,
): ReadonlyMap<string, PackageRecord> {
  if (pinned === undefined) return records;
  return new Map(
    [...records].map(([key, record]) => {
      const known = pinned.packages.filter(({ name }) => name === record.name);
      const same = known.some(({ sha256 }) => sha256 === record.sha256);
      const last = known.at(-1);
      return [key, same || last === undefined ? record : { ...record, ...last }];
    }),
  );
}

/**
 * Gives a package, or says that the recorded version cannot be had any more.
 * @throws BenchError `PACKAGES_DIFFER` (exit 5); what `get` throws.
 */
export async function pinnedPackage<T>(
  record: Id,
  pinned: PinnedPackages | undefined,
  get: () => Promise<T>,
): Promise<T> {
  try {
    return await get();
  } catch (error) {
    const gone = error instanceof BenchError && /^PACKAGE_(DOWNLOAD|CHECKSUM)$/.test(error.code);
    if (pinned === undefined || !gone || !isPinned(record, pinned)) throw error;
    throw differ(pinned, [`${record.name} ${record.version} cannot be had any more`], error);
  }
}

/**
 * Makes sure that all that was used is what was recorded.
 * @throws BenchError `PACKAGES_DIFFER` (exit 5) naming each package and container image that differs.
 */
export function requirePinned(
  used: readonly Id[],
  container: UsedContainer | undefined,
  pinned: PinnedPackages | undefined,
): void {
  if (pinned === undefined) return;
  const other = used.filter((one) => !isPinned(one, pinned));
  const words = other.map(({ name, version, sha256 }) => {
    const known = pinned.packages.filter((one) => one.name === name).map((one) => one.version);
    const now = `${name} ${version} (SHA-256 ${sha256.slice(0, 16)}...)`;
    return known.length === 0 ? `${now} was not used` : `${now} was ${known.join(' or ')}`;
  });
  const before = pinned.containers.filter(({ reference }) => reference === container?.reference);
  if (container !== undefined && !before.some(({ manifest }) => manifest === container.manifest))
    words.push(`${container.reference} is ${container.manifest}, which was not used`);
  if (words.length > 0) throw differ(pinned, words);
}

/** A container image as it was recorded: a tag may have moved since. Images on this host have no other place to come from. */
export function pinnedImage(image: string, pinned: PinnedPackages | undefined): string {
  const known = pinned?.containers.find(({ reference }) => reference === image);
  if (known === undefined || /^oci(?:-archive)?:/.test(image)) return image;
  return `${image.replace(/@sha256:[0-9a-f]{64}$/, '')}@${known.manifest}`;
}

function isPinned({ name, sha256 }: Id, { packages }: PinnedPackages): boolean {
  return packages.some((one) => one.name === name && one.sha256 === sha256);
}

function differ({ from }: PinnedPackages, words: readonly string[], cause?: unknown): BenchError {
  return new BenchError({
    code: 'PACKAGES_DIFFER',
    message: `images cannot be made from what those of the run ${from} were made from:\n  ${words.map((word) => printable(word, 300)).join('\n  ')}`,
    next: 'Leave --packages-from out and compare within the new run; or use the cache of the earlier run, which still has its packages.',
    exit: EXIT.notComparable,
    cause,
  });
}
