// SPDX-License-Identifier: Apache-2.0

/** What apt knows about one version of a package. */
export interface PackageRecord {
  name: string;
  version: string;
  /** SHA-256 of the package file, in hex. */
  sha256: string;
  /** Names of the packages it may need, all alternatives, in the order of the record. */
  depends: string[];
  /** Other names that it answers to. Ubuntu renamed many libraries and left the old names as these. */
  provides: string[];
}

/** Reads what `apt-cache show` prints. A version that cannot be downloaded, which has no checksum, is left out. */
export function parseRecords(text: string): PackageRecord[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const field = (name: string): string =>
      new RegExp(`^${name}: (.*(?:\\n[ \\t].*)*)`, 'm').exec(paragraph)?.[1]?.replaceAll('\n', '') ?? '';
    const [name, version, sha256] = [field('Package'), field('Version'), field('SHA256')];
    if (name === '' || version === '' || !/^[0-9a-f]{64}$/.test(sha256)) return [];
    const depends = [...dependencies(field('Pre-Depends')), ...dependencies(field('Depends'))];
    return [
      { name, version, sha256, depends: [...new Set(depends)], provides: dependencies(field('Provides')) },
    ];
  });
}

/** `a (>= 1) | b, c:any` names a, b and c. */
function dependencies(field: string): string[] {
  return field
    .split(/[,|]/)
    .map((part) => part.trim().replace(/[\s(:].*/, ''))
    .filter((name) => name !== '');
}
