// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { type OptionRequest, renderFragment } from '../image/kernel/fragments.js';
import type { DerivedSystem } from '../plan/ablation.js';
import type { Variant } from './variants.js';

/** The system of a variant that asks for these options, and its fragment, which goes into the run's folder. */
export function derivedSystem(
  { series, category, name, side }: Variant,
  requests: readonly OptionRequest[],
  cmdline?: string,
): { system: DerivedSystem; text: string } {
  const [sign, words] = series === 'add' ? ['with', 'put on top of'] : ['without', 'taken from'];
  const about = {
    name,
    title: `${side.system.title}, ${sign} ${category.title}`,
    summary: `The category "${category.name}" of kernel/ablation.yaml ${words} ${side.system.name}.`,
  };
  const text = fragmentText(about, requests);
  const system = {
    ...about,
    base: side.system.name,
    fragment: `kernels/${name}.config`,
    sha256: createHash('sha256').update(text).digest('hex'),
    ...(cmdline === undefined ? {} : { cmdline }),
  };
  return { system, text };
}

/** Everything that a derived system asks for, as a file that people can configure a kernel with. */
function fragmentText(
  { name, summary }: Pick<DerivedSystem, 'name' | 'summary'>,
  requests: readonly OptionRequest[],
): string {
  return `# ${name}: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}\n\n${renderFragment(requests)}`;
}
