// SPDX-License-Identifier: Apache-2.0
import type { Abilities, Part } from './abilities.js';

/** What keeps a program of somebody else's from this host, and what does not: a few words each. */
export interface Protection {
  has: string[];
  /** Each with its reason. */
  lacks: string[];
}

const WORDS: Readonly<Record<Part, string>> = {
  user: 'a user of its own',
  view: 'a file system with nothing of yours in it',
  network: "no network but the guest's",
  processes: 'no other processes in sight',
};

/** What every program here has. */
const ALWAYS = 'no privileges and no way to gain any';

/**
 * What of a confinement a program has on this host.
 * @param wanted the parts that it has where the host lets it.
 */
export function protectionOf({ root, refused }: Abilities, wanted: readonly Part[]): Protection {
  const why = (part: Part): string | undefined =>
    refused.get(part) ?? (part === 'user' && !root ? 'you are not root' : undefined);
  return {
    has: [...wanted.filter((part) => why(part) === undefined).map((part) => WORDS[part]), ALWAYS],
    lacks: wanted.flatMap((part) => {
      const reason = why(part);
      return reason === undefined ? [] : [`${WORDS[part]} (${reason})`];
    }),
  };
}
