// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../../metric/types.js';
import type { GuestArtifact, GuestSystem } from '../types.js';
import type { BaselineFile, GuestDeclaration } from './types.js';

/** Where files of systems are, by system and by the file's name. */
export type GivenArtifacts = ReadonlyMap<string, ReadonlyMap<string, GuestArtifact>>;

const CLOCKS: readonly Clock[] = ['deterministic', 'wall'];

/** What a system is called and told by. */
type About = Pick<GuestSystem, 'name' | 'title' | 'summary' | 'family' | 'subject' | 'origin'>;

/**
 * Makes a system of what was declared of it.
 * @param artifacts its files.
 */
export function resolveGuest(
  about: About,
  declaration: Omit<GuestDeclaration, 'artifacts'>,
  artifacts: GuestSystem['artifacts'],
): GuestSystem {
  const {
    kind = 'custom',
    machine,
    clocks = CLOCKS,
    apps,
    conditions,
    limits = [],
    notes = {},
  } = declaration;
  const noted = (clock: Clock): string[] =>
    notes[clock] === undefined ? [] : [`${about.title}: ${notes[clock]}`];
  return {
    ...{ kind, ...about, machine, clocks, apps, conditions, limits, artifacts },
    cmdline: '',
    notes: { deterministic: noted('deterministic'), wall: noted('wall') },
  };
}

/** A system of `baselines/`, with the files that the user has given. */
export function resolveBaseline(
  name: string,
  { title, summary, needs = {}, ...declaration }: BaselineFile,
  given: ReadonlyMap<string, GuestArtifact> | undefined,
): GuestSystem {
  const artifacts = Object.entries(needs).map(([file, needed]) => ({
    name: file,
    ...given?.get(file),
    next: `Say where it is: \`artifacts: { ${name}: { ${file}: <path or address> } }\` in lupine-bench.yaml. It is ${lower(needed.summary)}${needed.from === undefined ? '' : ` ${needed.from}`} (docs/systems.md)`,
  }));
  return resolveGuest({ name, title, summary, family: name, subject: false }, declaration, artifacts);
}

function lower(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
