// SPDX-License-Identifier: Apache-2.0
import { type OptionRequest, renderFragment } from '../image/kernel/fragments.js';
import type { DerivedSystem } from '../plan/ablation.js';
import type { Variant } from './variants.js';

/** The system of a variant; its fragment goes into the run's folder. */
export function derivedSystem({ series, category, name, side }: Variant, cmdline?: string): DerivedSystem {
  const [sign, words] = series === 'add' ? ['with', 'put on top of'] : ['without', 'taken from'];
  return {
    name,
    title: `${side.system.title}, ${sign} ${category.title}`,
    summary: `The category "${category.name}" of kernel/ablation.yaml ${words} ${side.system.name}.`,
    base: side.system.name,
    fragment: `kernels/${name}.config`,
    ...(cmdline === undefined ? {} : { cmdline }),
  };
}

/** Everything that a derived system asks for, as a file that people can configure a kernel with. */
export function fragmentText({ name, summary }: DerivedSystem, requests: readonly OptionRequest[]): string {
  return `# ${name}: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}\n\n${renderFragment(requests)}`;
}
