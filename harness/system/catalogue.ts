// SPDX-License-Identifier: Apache-2.0
import { type BenchError, usageError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { printable } from '../core/printable.js';
import { suggest } from '../core/suggest.js';
import type { Clock } from '../metric/types.js';
import { builtinSystem } from './builtin.js';
import type { CatalogueParts } from './catalogue-parts.js';
import { applyModifier, modifierOf } from './modifier.js';
import { baseName, nameParts, plainName, versionIn } from './name.js';
import { type GivenArtifacts, resolveBaseline } from './guest/resolve.js';
import type { BaselineFile } from './guest/types.js';
import { type OwnSystem, resolveOwn } from './own.js';
import { PACKAGED_NOTES } from './packaged-notes.js';
import { APP_PATTERN, type LinuxSystem, type System } from './types.js';
import type { KernelVersions } from './version-types.js';

/** The systems that can be built, with their modifiers. */
export class SystemCatalogue {
  readonly #parts: CatalogueParts;
  /** Systems of the project that were resolved: each may be the base of many. */
  readonly #ownResolved = new Map<string, System>();

  constructor(parts: CatalogueParts) {
    this.#parts = parts;
  }

  /** The same catalogue and these systems, which are found by their full names only. */
  with(systems: readonly System[]): SystemCatalogue {
    const derived = new Map([
      ...(this.#parts.derived ?? []),
      ...systems.map((one) => [one.name, one] as const),
    ]);
    return new SystemCatalogue({ ...this.#parts, derived });
  }

  /** The same catalogue and the systems of a project, whose names must be new. */
  withOwn(own: readonly OwnSystem[]): SystemCatalogue {
    return new SystemCatalogue({ ...this.#parts, own: new Map(own.map((one) => [one.name, one])) });
  }

  /** The same catalogue, with the places of files that the user has given to systems that need them. */
  withArtifacts(given: GivenArtifacts): SystemCatalogue {
    return new SystemCatalogue({ ...this.#parts, given });
  }

  /** Files that systems need from outside, by system. */
  needs(): ReadonlyMap<string, readonly string[]> {
    const baselines = [...(this.#parts.baselines ?? [])];
    return new Map(baselines.map(([name, { needs = {} }]) => [name, Object.keys(needs)]));
  }

  /**
   * Every system that may be measured without modifiers, in the order of the file, `lupine-<app>` once per kernel; then those
   * of the project.
   */
  names(): string[] {
    const { file, kernels, own = new Map<string, OwnSystem>() } = this.#parts;
    const measured = Object.entries(file.systems).filter(([, { infrastructure }]) => infrastructure !== true);
    const names = measured.flatMap(([name]) =>
      name === APP_PATTERN ? [...kernels.values()].map((app) => `lupine-${app}`) : [name],
    );
    // Many apps may share a kernel, also one that is a system of its own, such as lupine-general.
    const baselines = [...(this.#parts.baselines ?? new Map<string, BaselineFile>()).keys()];
    return [...new Set([...names, ...Object.keys(file.packaged ?? {}), ...baselines, ...own.keys()])];
  }

  /** Names of the systems that others stand on. */
  infrastructure(): string[] {
    const systems = Object.entries(this.#parts.file.systems);
    return systems.flatMap(([name, { infrastructure }]) => (infrastructure === true ? [name] : []));
  }

  /** @throws BenchError (exit 2) `APP_UNKNOWN` with the closest known name, or what is wrong with the app's file. */
  requireApp(name: string): void {
    const broken = this.#parts.brokenApps?.get(name);
    if (broken !== undefined) throw broken;
    const known = [...this.#parts.kernels.keys()];
    if (!known.includes(name))
      throw usageError('APP_UNKNOWN', `there is no app "${name}".`, suggest(name, known));
  }

  /** Errors of apps that cannot be used: what {@link resolve} throws for the systems that stand on them. */
  brokenApps(): BenchError[] {
    return [...(this.#parts.brokenApps?.values() ?? [])];
  }

  /** Modifiers that may follow a name, without the plus. */
  modifiers(): string[] {
    return Object.keys(this.#parts.file.modifiers);
  }

  /** The kernels from which systems can be built. */
  versions(): KernelVersions {
    return this.#parts.file.versions;
  }

  /** A name, or a pattern, as it is written everywhere: the default version is in none. What has no choice of versions keeps any. */
  plainName(name: string): string {
    const base = baseName(name);
    const { own, baselines, file } = this.#parts;
    const chosen =
      own?.has(base) === true ||
      baselines?.has(base) === true ||
      ownValue(file.packaged ?? {}, base) !== undefined;
    return chosen ? name : plainName(name, this.versions());
  }

  /** A system as a scenario names it, for one app: `lupine-<app>` becomes the system that has the app's kernel. */
  nameFor(pattern: string, app: string): string {
    return this.plainName(pattern.replaceAll('<app>', () => this.#parts.kernels.get(app) ?? app));
  }

  /**
   * Resolves a name such as `lupine-redis@6.12+tiny`.
   * @throws BenchError (exit 2) `SYSTEM_UNKNOWN`, `VERSION_UNKNOWN` or `MODIFIER_UNKNOWN` with the closest known name,
   *   `VERSION_MISPLACED` for a version of what is not built here, `MODIFIER_TWICE`, `MODIFIER_MISPLACED` for a modifier that this
   *   system cannot take, `MODIFIER_VERSION` for one that does not fit its kernel, `PATCH_MISSING` for one whose patches are not
   *   there, what is wrong with its app's file.
   */
  resolve(asked: string): System {
    const name = this.plainName(asked);
    const derived = this.#parts.derived?.get(name);
    if (derived !== undefined) return derived;
    const { base, modifiers, version: named } = nameParts(name);
    const version = versionIn(name, this.versions());
    const twice = modifiers.find((modifier, at) => modifiers.indexOf(modifier) !== at);
    if (twice !== undefined)
      throw usageError(
        'MODIFIER_TWICE',
        `system "${printable(name, 100)}" has the modifier "+${printable(twice, 60)}" twice.`,
        'Name it once: the second changes nothing.',
      );
    const other = this.#own(base, name) ?? this.#packaged(base, name) ?? this.#baseline(base, name);
    if (other !== undefined && named !== undefined) throw versionMisplaced(other, base);
    const system = other ?? builtinSystem({ name, base, version }, this.#parts, () => this.names());
    return modifiers.reduce<System>((before, modifier) => {
      const known = ownValue(this.#parts.file.modifiers, modifier);
      if (known === undefined) {
        throw usageError(
          'MODIFIER_UNKNOWN',
          `system "${name}" has the unknown modifier "+${modifier}".`,
          `Known modifiers: ${this.modifiers()
            .map((known) => `+${known}`)
            .join(', ')}.`,
        );
      }
      return applyModifier(before, modifierOf(modifier, known, before, this.#parts));
    }, system);
  }

  /**
   * Resolves a name as a system that is built from fragments.
   * @throws BenchError as {@link resolve}; `SYSTEM_KIND` (exit 2) for a system of another kind.
   */
  resolveLinux(name: string): LinuxSystem {
    const system = this.resolve(name);
    if (system.kind === 'linux') return system;
    throw usageError(
      'SYSTEM_KIND',
      `${name} is not built from Kconfig fragments, so its options cannot be changed.`,
      'Name a system that is; `lupine-bench list` shows them.',
    );
  }

  /** What every system's command line gets under this clock. */
  clockCmdline(clock: Clock): string {
    return this.#parts.file.clocks[clock].cmdline;
  }

  #own(base: string, name: string): System | undefined {
    const own = this.#parts.own?.get(base);
    if (own === undefined) return undefined;
    const system = this.#ownResolved.get(base) ?? resolveOwn(own, (other) => this.resolveLinux(other));
    this.#ownResolved.set(base, system);
    return { ...system, name };
  }

  #baseline(base: string, name: string): System | undefined {
    const { baselines, given } = this.#parts;
    const file = baselines?.get(base);
    return file === undefined ? undefined : { ...resolveBaseline(base, file, given?.get(base)), name };
  }

  #packaged(base: string, name: string): System | undefined {
    const found = ownValue(this.#parts.file.packaged ?? {}, base);
    if (found === undefined) return undefined;
    return { kind: 'linux-package', name, ...found, subject: false, notes: PACKAGED_NOTES };
  }
}

/** Only what is built from the fragments of the program has a choice of kernels. */
function versionMisplaced({ name, kind, origin }: System, base: string): BenchError {
  const own = kind === 'linux' && origin !== undefined;
  return usageError(
    'VERSION_MISPLACED',
    own
      ? `system "${name}": ${base} is a system of your project, and has the version of its base.`
      : `system "${name}": the kernel of ${base} is not built here, and has the version that it has.`,
    own
      ? 'Declare another one there, with a base such as lupine-base@6.12.'
      : 'Leave the version out, or add it to a system that is built; `lupine-bench list` shows them.',
  );
}
