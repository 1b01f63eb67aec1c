// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';

/** Runs a command with a tmpfs of this size over a folder, in a mount namespace that ends with the command. */
export async function onSmallDisk(
  dir: string,
  size: string,
  command: readonly string[],
): Promise<{ stdout: string; stderr: string; exitCode?: number }> {
  const namespaces = process.getuid?.() === 0 ? ['--mount'] : ['--map-root-user', '--mount'];
  const mount = `mount -t tmpfs -o size=${size},mode=700 tmpfs "$0" && exec "$@"`;
  return await execa('unshare', [...namespaces, 'sh', '-c', mount, dir, ...command], { reject: false });
}
