// SPDX-License-Identifier: Apache-2.0
import type { ArtifactRole } from '../core/artifact.js';
import type { BootImage } from '../image/boot-image.js';

const BOOTABLE: readonly ArtifactRole[] = ['kernel', 'initrd', 'disk', 'monitor'];

/**
 * Roles of the files that a boot needs. A system that brings its own kernel boots whatever it is made of. On a machine with PCI the root is in
 * memory: a kernel that was made for microvm has no driver for a disk there.
 * @param root where the root of a Linux guest is, as its scenario wants it.
 */
export function bootedRoles(
  { artifacts, observer, machine = 'microvm' }: Pick<BootImage, 'artifacts' | 'observer' | 'machine'>,
  root: 'initrd' | 'disk',
): ArtifactRole[] {
  if (observer !== 'frames') return BOOTABLE.filter((role) => artifacts.some((one) => one.role === role));
  const place = machine === 'microvm' ? root : 'initrd';
  const modules = place === 'disk' && artifacts.some(({ role }) => role === 'modules');
  return ['kernel', place, ...(modules ? (['modules'] as const) : [])];
}
