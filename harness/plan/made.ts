// SPDX-License-Identifier: Apache-2.0
import type { SystemCatalogue } from '../system/catalogue.js';
import type { MadeSystem } from './ablation.js';

/**
 * The catalogue with the systems of one run.
 * @param pathOf where the fragment of a system is, by the name that the plan has for it.
 * @throws BenchError `SYSTEM_UNKNOWN` (exit 2) when the system that one of them varies is gone.
 */
export function withMade(
  catalogue: SystemCatalogue,
  made: readonly MadeSystem[],
  pathOf: (fragment: string) => string,
): SystemCatalogue {
  if (made.length === 0) return catalogue;
  return catalogue.with(
    made.map(({ name, title, summary, like, fragment, cmdline }) => {
      const system = catalogue.resolve(like);
      return {
        ...system,
        ...{ name, title, summary, fragments: [pathOf(fragment)] },
        cmdline: cmdline === undefined ? system.cmdline : `${system.cmdline} ${cmdline}`,
      };
    }),
  );
}
