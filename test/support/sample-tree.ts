// SPDX-License-Identifier: Apache-2.0
import { Tree } from '../../harness/image/rootfs/tree.js';

/** Contents of a file that needs doubly indirect blocks. */
export const LARGE = Buffer.alloc(5_000_000, 'not compressible by holes ');

/** A tree with one of everything that an image can have. */
export function sampleTree(): Tree {
  const tree = new Tree();
  tree.add('/etc/"quoted" name', { kind: 'file', mode: 0o640, data: Buffer.from('quoted') });
  tree.add('/etc/empty', { kind: 'file', mode: 0o600, data: Buffer.alloc(0) });
  tree.add('/lib/large', { kind: 'file', mode: 0o755, data: LARGE });
  tree.add('/etc/link', { kind: 'symlink', target: 'empty' });
  tree.add('/etc/long', { kind: 'symlink', target: `/${'long/'.repeat(30)}` });
  tree.addDirectory('/tmp', 0o1777);
  return tree;
}
