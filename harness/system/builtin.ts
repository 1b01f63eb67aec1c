// SPDX-License-Identifier: Apache-2.0
import { basename, dirname, join } from 'node:path';
import { usageError } from '../core/errors.js';
import type { KernelVersion } from '../core/names.js';
import { ownValue } from '../core/own.js';
import { suggest } from '../core/suggest.js';
import type { CatalogueParts } from './catalogue-parts.js';
import { APP_PATTERN, type LinuxSystem, type SystemDeclaration } from './types.js';

/** A system of the program, by the parts of its name. */
export interface BuiltinName {
  /** As a whole. */
  name: string;
  /** Without version and modifiers. */
  base: string;
  /** Missing for the default one. */
  version?: KernelVersion | undefined;
}

/**
 * A system of the program, without its modifiers.
 * @param names those that are proposed for an unknown one.
 * @throws BenchError (exit 2) `SYSTEM_UNKNOWN`, what is wrong with its app's file.
 */
export function builtinSystem(
  { name, base, version }: BuiltinName,
  parts: CatalogueParts,
  names: () => readonly string[],
): LinuxSystem {
  const { declaration, app } = find(base, parts, names);
  const title = declaration.title.replaceAll('<app>', () => app);
  return {
    kind: 'linux',
    name,
    title: version === undefined ? title : `${title}, Linux ${version}`,
    summary: declaration.summary.replaceAll('<app>', () => app),
    family: declaration.family,
    subject: declaration.subject === true,
    app: app === '' ? undefined : app,
    baseConfig: declaration.base_config,
    version,
    fragments: fragmentsOf(declaration, { app, version }, parts),
    cmdline: declaration.cmdline,
    make: [],
    patches: [],
    notes: notesOf(declaration, version),
    conditions: declaration.conditions,
  };
}

function notesOf(
  { versions = {} }: SystemDeclaration,
  version: KernelVersion | undefined,
): LinuxSystem['notes'] {
  const { deterministic, wall } =
    (version === undefined ? undefined : ownValue(versions, version)?.notes) ?? {};
  return {
    deterministic: deterministic === undefined ? [] : [deterministic],
    wall: wall === undefined ? [] : [wall],
  };
}

/** Where the overlay of a fragment is that is below a folder: in the folder of the version, under the same path. */
export function overlayPath(dir: string, version: KernelVersion, file: string): string {
  return join(dir, version, file);
}

/** A shared fragment, and behind it what a version has to change in it. */
export function withOverlay(
  dir: string,
  file: string,
  version: KernelVersion | undefined,
  { overlays }: Pick<CatalogueParts, 'overlays'>,
): string[] {
  const overlay = version === undefined ? undefined : overlayPath(dir, version, file);
  const there = overlay !== undefined && overlays?.has(overlay) === true;
  return [join(dir, file), ...(there ? [overlay] : [])];
}

function fragmentsOf(
  { fragments, versions = {} }: SystemDeclaration,
  { app, version }: { app: string; version: KernelVersion | undefined },
  parts: CatalogueParts,
): string[] {
  const named = (file: string): string => file.replaceAll('<app>', () => app);
  const instead = version === undefined ? undefined : ownValue(versions, version)?.fragments;
  if (instead !== undefined) return instead.map((file) => join(parts.kernelDir, named(file)));
  return fragments.flatMap((file) => {
    const own = file.includes('<app>') ? parts.appFragments?.get(app) : undefined;
    if (own !== undefined) return withOverlay(dirname(own), basename(own), version, parts);
    return withOverlay(parts.kernelDir, named(file), version, parts);
  });
}

function find(
  base: string,
  { file, kernels, brokenApps }: CatalogueParts,
  names: () => readonly string[],
): { declaration: SystemDeclaration; app: string } {
  const exact = ownValue(file.systems, base);
  if (exact !== undefined && base !== APP_PATTERN) return { declaration: exact, app: '' };
  const app = base.startsWith('lupine-') ? base.slice('lupine-'.length) : '';
  const broken = brokenApps?.get(app);
  if (broken !== undefined) throw broken;
  const pattern = file.systems[APP_PATTERN];
  if (pattern !== undefined && [...kernels.values()].includes(app)) return { declaration: pattern, app };
  const other = kernels.get(app);
  throw usageError(
    'SYSTEM_UNKNOWN',
    `there is no system "${base}".`,
    other === undefined ? suggest(base, names()) : `The kernel of ${app} is lupine-${other}.`,
  );
}
