// SPDX-License-Identifier: Apache-2.0

/** What a `.dsc` file says about a Debian source package. */
export interface SourceControl {
  name: string;
  version: string;
  /** Digest of each file of the package beside the `.dsc` itself, by name. */
  sha256: Record<string, string>;
}

/** Reads a `.dsc`, signed or not; `undefined` when it lacks what identifies a package. */
export function parseDsc(text: string): SourceControl | undefined {
  const name = /^Source: ([a-z0-9][a-z0-9.+-]*)$/m.exec(text)?.[1];
  const version = /^Version: (\S+)$/m.exec(text)?.[1];
  const list = /^Checksums-Sha256:((?:\n [^\n]+)+)/m.exec(text)?.[1];
  if (name === undefined || version === undefined || list === undefined) return undefined;
  const files = [...list.matchAll(/^ ([0-9a-f]{64}) \d+ (\w[\w.+~-]*)$/gm)];
  return {
    name,
    version,
    sha256: Object.fromEntries(files.map(([, digest = '', file = '']) => [file, digest])),
  };
}
