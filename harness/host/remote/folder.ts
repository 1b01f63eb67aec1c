// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { Artifact } from '../../core/artifact.js';
import { sha256File } from '../../core/files.js';
import { packFolder, unpackThere } from '../keeper/unpack.js';
import { inBootFolder } from '../scratch.js';
import type { RemoteMachine } from './machine.js';

/**
 * Gives a host a folder, packed, and its path there; one that it has costs a look.
 * @throws what packing, the store and unpacking throw.
 */
export async function putFolder(
  { shell, state, store, helpers }: RemoteMachine,
  { path, sha256 }: Artifact,
  signal?: AbortSignal,
): Promise<string> {
  const there = `${state}/store/${sha256}.d`;
  if ((await shell.run({ script: '[ -d "$1" ]', args: [there], signal })).status === 0) return there;
  return await inBootFolder(async (dir) => {
    const archive = join(dir, 'folder.tar');
    await packFolder(path, archive, signal);
    const packed = await store.put({ path: archive, sha256: await sha256File(archive) }, signal);
    await unpackThere(shell, helpers.keeper, packed, there, signal);
    return there;
  });
}
