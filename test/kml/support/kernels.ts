// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path';
import { packagePath } from '../../../harness/core/paths.js';
import { type KernelImage, buildKernel } from '../../../harness/image/kernel/build.js';
import { findSource } from '../../../harness/image/kernel/source.js';
import { fullCmdline } from '../../../harness/image/boot-image.js';
import { builtinSystems } from '../../support/builtin.js';
import { pathOfRole } from '../../support/artifacts.js';

const FRAGMENTS = packagePath('test', 'kml', 'fragments');

/** A kernel to boot. */
export interface TestKernel {
  /** Stripped vmlinux, which a VMM enters where it was linked. */
  path: string;
  /** bzImage, which unpacks itself to a random place. */
  compressed: string;
  /** The system's own command line, and the deterministic clock's. */
  cmdline: string;
}

/** What distinguishes the kernels of these tests. */
export type Variant = 'plain' | 'kml' | 'kml-preempt' | 'kml-debug';

const VARIANTS: Record<Variant, { system: string; fragments: string[]; override: string }> = {
  plain: { system: 'lupine-general', fragments: ['features.config'], override: 'LUPINE_TEST_KERNEL' },
  kml: { system: 'lupine-general+kml', fragments: ['features.config'], override: 'LUPINE_TEST_KML_KERNEL' },
  'kml-preempt': {
    system: 'lupine-general+kml',
    fragments: ['features.config', 'preempt.config'],
    override: 'LUPINE_TEST_KML_PREEMPT_KERNEL',
  },
  'kml-debug': {
    system: 'lupine-general+kml',
    fragments: ['features.config', 'debug.config'],
    override: 'LUPINE_TEST_KML_DEBUG_KERNEL',
  },
};

/**
 * A kernel, from the cache or built now (minutes): lupine-general with the options that the tests look at, with KML or
 * without. An environment variable names another file, to work on the kernel without waiting for whole builds.
 */
export async function testKernel(variant: Variant): Promise<TestKernel> {
  const { override } = VARIANTS[variant];
  const catalogue = await builtinSystems();
  // `quiet` would hide warnings, which no test may cause.
  const cmdline = fullCmdline(catalogue.resolve('lupine-general'), catalogue, 'deterministic').replace(
    /\bquiet\b/,
    'loglevel=5',
  );
  const named = process.env[override];
  if (named !== undefined) return { path: named, compressed: join(dirname(named), 'bzImage'), cmdline };
  const kernel = await testKernelImage(variant);
  return {
    path: pathOfRole(kernel, 'kernel'),
    compressed: pathOfRole(kernel, 'kernel-compressed'),
    cmdline,
  };
}

/** Such a kernel with everything that its build left, whatever the environment says. */
export async function testKernelImage(variant: Variant): Promise<KernelImage> {
  const { system, fragments } = VARIANTS[variant];
  const resolved = (await builtinSystems()).resolveLinux(system);
  return await buildKernel({
    system: {
      ...resolved,
      name: `${system}-test${fragments
        .slice(1)
        .map((name) => `-${name.replace('.config', '')}`)
        .join('')}`,
      fragments: [...resolved.fragments, ...fragments.map((name) => join(FRAGMENTS, name))],
    },
    kernelSource: await findSource(undefined),
  });
}
