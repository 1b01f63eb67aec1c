// SPDX-License-Identifier: Apache-2.0
import type { SystemCatalogue } from '../system/catalogue.js';
import type { DerivedSystem } from './ablation.js';

/**
 * The catalogue with the derived systems of one run.
 * @param pathOf where the fragment of a system is, by the name that the plan has for it.
 * @throws BenchError `SYSTEM_UNKNOWN` (exit 2) when the system that one of them varies is gone.
 */
export function withDerived(
  catalogue: SystemCatalogue,
  derived: readonly DerivedSystem[],
  pathOf: (fragment: string) => string,
): SystemCatalogue {
  if (derived.length === 0) return catalogue;
  return catalogue.with(
    derived.map(({ name, title, summary, base, fragment, cmdline }) => {
      const system = catalogue.resolveLinux(base);
      return {
        ...system,
        ...{ name, title, summary, fragments: [pathOf(fragment)] },
        cmdline: cmdline === undefined ? system.cmdline : `${system.cmdline} ${cmdline}`,
      };
    }),
  );
}
