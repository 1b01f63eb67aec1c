// SPDX-License-Identifier: Apache-2.0
import { dirname } from 'node:path';
import type { Fault, YamlFile } from '../scenario/yaml.js';
import type { GivenArtifacts } from '../system/guest/resolve.js';
import { isSourceFault, parseArtifactSource } from '../system/guest/source.js';
import type { GuestArtifact } from '../system/types.js';
import type { ProjectFile } from './project-types.js';

/** The project file, and where a path of it is. */
export interface ArtifactContext {
  file: string;
  yaml: Pick<YamlFile<ProjectFile>, 'at'>;
  /** Absolute path of one that is meant from the file. */
  place: (path: string) => string;
}

/** Files of a system that brings its own kernel; whether they are there matters when they are used. */
export function ownArtifacts(
  sources: Readonly<Record<string, string>>,
  at: readonly string[],
  { file, yaml, place }: ArtifactContext,
): GuestArtifact[] {
  return Object.entries(sources).map(([name, source]) => {
    const parsed = parseArtifactSource(source, dirname(file));
    return {
      ...{ name, source, project: file },
      place: isSourceFault(parsed)
        ? undefined
        : parsed.kind === 'path'
          ? { kind: 'path', path: place(source) }
          : parsed,
      next: `Correct it: ${yaml.at([...at, name])}.`,
    };
  });
}

/** Files that systems of the program need, by system. */
export function givenArtifacts(
  artifacts: ProjectFile['artifacts'] = {},
  context: ArtifactContext,
): GivenArtifacts {
  return new Map(
    Object.entries(artifacts).map(([system, sources]) => [
      system,
      new Map(ownArtifacts(sources, ['artifacts', system], context).map((one) => [one.name, one])),
    ]),
  );
}

/** The first source that cannot be read as one; nothing when all can. */
export function artifactsFault({ artifacts = {}, systems = {} }: ProjectFile): Fault | undefined {
  const all: [(string | number)[], Readonly<Record<string, string>>][] = [
    ...Object.entries(artifacts).map(([name, sources]): [string[], Record<string, string>] => [
      ['artifacts', name],
      sources,
    ]),
    ...Object.entries(systems).map(([name, { guest }]): [string[], Record<string, string>] => [
      ['systems', name, 'guest', 'artifacts'],
      guest?.artifacts ?? {},
    ]),
  ];
  for (const [at, sources] of all)
    for (const [name, source] of Object.entries(sources)) {
      const parsed = parseArtifactSource(source, '/');
      if (isSourceFault(parsed))
        return {
          code: 'ARTIFACT_SOURCE',
          at: [...at, name],
          message: `"${name}": ${parsed.fault}.`,
          next: parsed.next,
        };
    }
  return undefined;
}
