// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { appFault } from '../system/guest/app-fault.js';
import type { Project } from './project.js';

/**
 * The systems of the program and those of a project.
 * @throws BenchError (exit 2) with file, line and key: `SYSTEM_TWICE` for a name that the program has, `BASE_UNUSABLE` for a
 *   base that there is not, that does not take its modifiers, or that is a finished kernel, `APP_UNKNOWN` for an app that there is not.
 * @param apps names of all apps, the project's too.
 */
export function withProjectSystems(
  builtin: SystemCatalogue,
  project: Project,
  apps: readonly string[],
): SystemCatalogue {
  const taken = [...builtin.names(), ...builtin.infrastructure()];
  for (const { name } of project.systems) {
    if (!taken.includes(name)) continue;
    throw project.error({
      code: 'SYSTEM_TWICE',
      at: ['systems', name],
      message: `the system "${name}" comes with lupine-bench already.`,
      next: 'Give yours another name; `lupine-bench list` shows those that are taken.',
    });
  }
  const needs = builtin.needs();
  for (const [system, sources] of project.artifacts)
    for (const name of sources.keys()) requireNeeded([system, name], needs, project);
  const catalogue = builtin.withArtifacts(project.artifacts).withOwn(project.systems);
  for (const { name, base, guest } of project.systems) {
    const fault =
      guest === undefined ? undefined : appFault(guest.declaration, apps, ['systems', name, 'guest']);
    if (fault !== undefined) throw project.error(fault);
    if (base !== undefined) requireBase(name, base, catalogue, project);
  }
  return catalogue;
}

function requireNeeded(
  [system, name]: readonly [string, string],
  needs: ReadonlyMap<string, readonly string[]>,
  project: Project,
): void {
  const names = needs.get(system);
  if (names?.includes(name) === true) return;
  throw project.error({
    code: 'ARTIFACT_UNKNOWN',
    at: ['artifacts', system, ...(names === undefined ? [] : [name])],
    message:
      names === undefined
        ? `no system "${system}" of lupine-bench needs a file.`
        : `${system} needs no file "${name}".`,
    next: names === undefined ? suggest(system, [...needs.keys()]) : `It needs: ${names.join(', ')}.`,
  });
}

function requireBase(name: string, base: string, catalogue: SystemCatalogue, project: Project): void {
  try {
    catalogue.resolveLinux(base);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    // The mistake is in the app's file, and stops only who needs this system.
    if (catalogue.brokenApps().includes(error)) return;
    throw project.error({
      code: 'BASE_UNUSABLE',
      at: ['systems', name, 'base'],
      message: `"${base}" cannot be the base of "${name}": ${error.message}`,
      next: error.code === 'SYSTEM_UNKNOWN' ? suggest(base, catalogue.names()) : error.next,
    });
  }
}
