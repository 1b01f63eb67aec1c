// SPDX-License-Identifier: Apache-2.0
import { chmod } from 'node:fs/promises';
import { writeExt2 } from '../rootfs/ext2.js';
import { Tree } from '../rootfs/tree.js';

/** What is one emulated KVM host's own. */
export interface GivenToHost {
  /** Its host name. */
  name: string;
  /** Private host key, in OpenSSH's format. */
  hostKey: string;
  /** Public keys that may log in, a line each. */
  authorizedKeys: string;
}

/**
 * Writes the second disk of an emulated KVM host, for nobody else to read.
 * @throws BenchError `EXT2_FAILED` (exit 3).
 */
export async function writeGiven(given: GivenToHost, path: string, signal?: AbortSignal): Promise<void> {
  const tree = new Tree();
  const add = (name: string, mode: number, text: string): void => {
    tree.add(`/${name}`, { kind: 'file', mode, data: Buffer.from(text) });
  };
  add('name', 0o644, `${given.name}\n`);
  add('host_key', 0o600, given.hostKey);
  add('authorized_keys', 0o644, given.authorizedKeys);
  await writeExt2(tree.entries(), path, { signal });
  await chmod(path, 0o600);
}
