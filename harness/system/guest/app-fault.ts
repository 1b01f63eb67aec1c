// SPDX-License-Identifier: Apache-2.0
import { suggest } from '../../core/suggest.js';
import type { Fault } from '../../scenario/yaml.js';
import type { GuestDeclaration } from './types.js';

/**
 * A name of an app that there is not, in what a system runs or cannot do: such an entry would never count, and nobody would notice.
 * Scenarios are not looked for: they may be files anywhere.
 * @param known names of all apps, usable or not.
 */
export function appFault(
  { apps, limits = [] }: Pick<GuestDeclaration, 'apps' | 'limits'>,
  known: readonly string[],
  at: readonly string[],
): Fault | undefined {
  const named = [
    ...Object.keys(apps).map((app) => ({ app, at: ['apps', app] })),
    ...limits.map(({ app }, index) => ({ app, at: ['limits', index, 'app'] })),
  ];
  const unknown = named.find(({ app }) => app !== undefined && !known.includes(app));
  if (unknown?.app === undefined) return undefined;
  const place = [...at, ...unknown.at];
  return {
    code: 'APP_UNKNOWN',
    at: place,
    message: `"${place.join('.')}" names the app "${unknown.app}", and there is none of that name.`,
    next: suggest(unknown.app, known),
  };
}
