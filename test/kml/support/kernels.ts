// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path';
import { packagePath } from '../../../harness/core/paths.js';
import { type KernelImage, buildKernel } from '../../../harness/image/kernel/build.js';
import { fullCmdline } from '../../../harness/image/boot-image.js';
import { VERSIONS, builtinSystems } from '../../support/builtin.js';
import { kernelSourceOf } from '../../support/kernel-source.js';
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
export type Variant = 'plain' | 'kml' | 'kml-smp' | 'kml-preempt' | 'kml-debug';

/** Version of the kernel that the tests are about: LUPINE_TEST_KML_VERSION, or the default. */
export const kernelVersion = process.env['LUPINE_TEST_KML_VERSION'] ?? VERSIONS.default;

/** Versions that the short form looks at: all, or the one that was asked for. */
export const versionsTried: readonly string[] =
  process.env['LUPINE_TEST_KML_VERSION'] === undefined ? Object.keys(VERSIONS.sources) : [kernelVersion];

/** Name of a system with that kernel. */
export function versioned(base: string, modifiers = '', version = kernelVersion): string {
  return `${base}${version === VERSIONS.default ? '' : `@${version}`}${modifiers}`;
}

const VARIANTS: Record<Variant, { modifiers: string; fragments: string[]; override: string }> = {
  plain: { modifiers: '', fragments: ['features.config'], override: 'LUPINE_TEST_KERNEL' },
  kml: { modifiers: '+kml', fragments: ['features.config'], override: 'LUPINE_TEST_KML_KERNEL' },
  'kml-smp': {
    modifiers: '+kml',
    fragments: ['features.config', 'smp.config'],
    override: 'LUPINE_TEST_KML_SMP_KERNEL',
  },
  'kml-preempt': {
    modifiers: '+kml',
    fragments: ['features.config', 'preempt.config'],
    override: 'LUPINE_TEST_KML_PREEMPT_KERNEL',
  },
  'kml-debug': {
    modifiers: '+kml',
    fragments: ['features.config', 'debug.config'],
    override: 'LUPINE_TEST_KML_DEBUG_KERNEL',
  },
};

/**
 * A kernel, from the cache or built now (minutes): lupine-general with the options that the tests look at, with KML or
 * without. An environment variable names another file, to work on the kernel without waiting for whole builds.
 * @param version of the kernel; that of all tests when missing.
 */
export async function testKernel(variant: Variant, version = kernelVersion): Promise<TestKernel> {
  const { override } = VARIANTS[variant];
  const catalogue = await builtinSystems();
  // `quiet` would hide warnings, which no test may cause.
  const cmdline = fullCmdline(catalogue.resolve('lupine-general'), catalogue, 'deterministic').replace(
    /\bquiet\b/,
    'loglevel=5',
  );
  const named = version === kernelVersion ? process.env[override] : undefined;
  if (named !== undefined) return { path: named, compressed: join(dirname(named), 'bzImage'), cmdline };
  const kernel = await testKernelImage(variant, version);
  return {
    path: pathOfRole(kernel, 'kernel'),
    compressed: pathOfRole(kernel, 'kernel-compressed'),
    cmdline,
  };
}

/** Such a kernel with everything that its build left, whatever the environment says. */
export async function testKernelImage(variant: Variant, version = kernelVersion): Promise<KernelImage> {
  const { modifiers, fragments } = VARIANTS[variant];
  const system = versioned('lupine-general', modifiers, version);
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
    kernelSource: await kernelSourceOf(resolved),
  });
}
