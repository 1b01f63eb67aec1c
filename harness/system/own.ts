// SPDX-License-Identifier: Apache-2.0
import { resolveGuest } from './guest/resolve.js';
import type { GuestDeclaration } from './guest/types.js';
import { PACKAGED_NOTES } from './packaged-notes.js';
import type { GuestSystem, LinuxSystem, Origin, System } from './types.js';

/** A system of a project, as its file declares it, with absolute paths. */
export interface OwnSystem {
  name: string;
  title?: string | undefined;
  summary?: string | undefined;
  /** Put behind the command line of the base. */
  cmdline?: string | undefined;
  /** Another system that it varies; `lupine-base` gives the command line when there is none. */
  base?: string | undefined;
  /** Put after those of the base. */
  fragments: readonly string[];
  /** A whole `.config` instead of a base; for a finished kernel the one that it was built with. */
  config?: string | undefined;
  /** A tarball, or a kernel tree. */
  source?: string | undefined;
  /** A finished kernel. */
  kernel?: string | undefined;
  /** Instead of all these: one that brings its own kernel, and where its files are. */
  guest?: { declaration: GuestDeclaration; artifacts: GuestSystem['artifacts'] } | undefined;
  /** A package with a finished kernel. */
  package?: string | undefined;
  origin: Origin;
}

/** Its command line fits any small kernel: reset instead of halt, and a console from the first line on. */
const DEFAULT_BASE = 'lupine-base';

/**
 * Makes a system of what a project declares.
 * @param resolve finds another system by its name, and throws when there is none.
 */
export function resolveOwn(own: OwnSystem, resolve: (name: string) => LinuxSystem): System {
  const { name, title = name, config, source, kernel, origin, fragments, guest } = own;
  if (guest !== undefined) {
    const summary = own.summary ?? 'A system of this project with a kernel of its own.';
    const about = { name, title, summary, family: 'own', subject: true, origin };
    return resolveGuest(about, guest.declaration, guest.artifacts);
  }
  const base = resolve(own.base ?? DEFAULT_BASE);
  const summary = own.summary ?? `${summaryOf(own)}.`;
  const about = {
    // What a project has of its own is what its reports are about.
    ...{ name, title, summary, family: 'own', subject: true },
    cmdline: own.cmdline === undefined ? base.cmdline : `${base.cmdline} ${own.cmdline}`,
    origin: { ...origin, files: [...(base.origin?.files ?? []), ...origin.files] },
  };
  const notes = { deterministic: [], wall: [] };
  if (own.package !== undefined)
    return { kind: 'linux-package', ...about, notes: PACKAGED_NOTES, package: own.package };
  if (kernel !== undefined) return { kind: 'linux-prebuilt', ...about, notes, kernel, config };
  if (config !== undefined) {
    return {
      ...{ kind: 'linux', ...about, notes, baseFamily: '', source },
      ...{ baseConfig: { config }, fragments: [...fragments], make: [], patches: [] },
    };
  }
  return {
    ...base,
    ...about,
    baseFamily: base.baseFamily ?? base.family,
    fragments: [...base.fragments, ...fragments],
    source: source ?? base.source,
  };
}

function summaryOf({ kernel, package: named, config, base, source, fragments }: OwnSystem): string {
  if (named !== undefined) return `The kernel of the package ${named}`;
  if (kernel !== undefined) return 'A finished kernel of this project';
  const from = source === undefined ? '' : ', from a kernel source of this project';
  if (config !== undefined) return `A whole configuration of this project${from}`;
  const more = fragments.length === 0 ? '' : ' with options of this project';
  return `Made from ${base ?? ''}${more}${from}`;
}
