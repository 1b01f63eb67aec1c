// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../core/errors.js';
import { reasonOf } from '../core/reason.js';
import { findSource } from '../image/kernel/source.js';
import type { KernelVersions } from '../system/version-types.js';
import type { Finding } from './finding.js';

/** Which kernel sources are there. Without that of the default version nothing is built; others are fetched when a system needs them. */
export async function sourceFindings(versions: KernelVersions): Promise<Finding[]> {
  const all = Object.entries(versions.sources).map(async ([version, name]): Promise<Finding> => {
    const usual = version === versions.default;
    const what = usual ? 'kernel source' : `kernel source ${version}`;
    try {
      const how = { fetching: 'look', unlisted: 'allowed', package: name } as const;
      const { version: called, sha256, known } = await findSource(undefined, how);
      const detail = `${called}, SHA-256 ${sha256.slice(0, 16)}…`;
      return known
        ? { state: 'ok', what, detail }
        : {
            ...{ state: 'note', what },
            detail: `${detail}; not in kernel/source.lock.json, so runs ask for it by its digest`,
          };
    } catch (error) {
      const absent = error instanceof BenchError && error.code === 'SOURCE_MISSING';
      return usual || !absent
        ? { state: 'missing', what, detail: reasonOf(error) }
        : {
            ...{ state: 'note', what },
            detail: `${name} is not on this machine; it is fetched (about 150 MB) when a system @${version} is built`,
          };
    }
  });
  return await Promise.all(all);
}
