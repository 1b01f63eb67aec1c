// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { type BenchError, usageError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { printable } from '../core/printable.js';
import { suggest } from '../core/suggest.js';
import type { Clock } from '../metric/types.js';
import type { CatalogueParts } from './catalogue-parts.js';
import { applyModifier } from './modifier.js';
import { type GivenArtifacts, resolveBaseline } from './guest/resolve.js';
import type { BaselineFile } from './guest/types.js';
import { type OwnSystem, resolveOwn } from './own.js';
import { PACKAGED_NOTES } from './packaged-notes.js';
import type { LinuxSystem, System, SystemDeclaration } from './types.js';

const APP_PATTERN = 'lupine-<app>';

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
    this.#refuseBroken(name);
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

  /** A system as a scenario names it, for one app: `lupine-<app>` becomes the system that has the app's kernel. */
  nameFor(pattern: string, app: string): string {
    return pattern.replaceAll('<app>', () => this.#parts.kernels.get(app) ?? app);
  }

  /**
   * Resolves a name such as `lupine-redis+tiny`.
   * @throws BenchError (exit 2) `SYSTEM_UNKNOWN` or `MODIFIER_UNKNOWN` with the closest known name, `MODIFIER_TWICE`,
   *   `MODIFIER_MISPLACED` for a modifier that this system cannot take, `PATCH_MISSING` for one whose patches are not there,
   *   what is wrong with its app's file.
   */
  resolve(name: string): System {
    const derived = this.#parts.derived?.get(name);
    if (derived !== undefined) return derived;
    const [base = '', ...modifiers] = name.split('+');
    const twice = modifiers.find((modifier, at) => modifiers.indexOf(modifier) !== at);
    if (twice !== undefined)
      throw usageError(
        'MODIFIER_TWICE',
        `system "${printable(name, 100)}" has the modifier "+${printable(twice, 60)}" twice.`,
        'Name it once: the second changes nothing.',
      );
    const system =
      this.#own(base, name) ??
      this.#packaged(base, name) ??
      this.#baseline(base, name) ??
      this.#builtin(base, name);
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
      const fragments = (known.fragments ?? []).map((file) => this.#path(file));
      const patchFiles = this.#parts.patches.get(modifier);
      return applyModifier(before, { ...known, name: modifier, fragments, patchFiles });
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

  #refuseBroken(app: string): void {
    const error = this.#parts.brokenApps?.get(app);
    if (error !== undefined) throw error;
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

  #builtin(base: string, name: string): LinuxSystem {
    const { declaration, app } = this.#find(base);
    return {
      kind: 'linux',
      name,
      title: declaration.title.replaceAll('<app>', () => app),
      summary: declaration.summary.replaceAll('<app>', () => app),
      family: declaration.family,
      subject: declaration.subject === true,
      app: app === '' ? undefined : app,
      baseConfig: declaration.base_config,
      fragments: declaration.fragments.map((file) => this.#fragment(file, app)),
      cmdline: declaration.cmdline,
      make: [],
      patches: [],
      notes: { deterministic: [], wall: [] },
      conditions: declaration.conditions,
    };
  }

  #fragment(file: string, app: string): string {
    const own = file.includes('<app>') ? this.#parts.appFragments?.get(app) : undefined;
    return own ?? this.#path(file.replaceAll('<app>', () => app));
  }

  #path(file: string): string {
    return join(this.#parts.kernelDir, file);
  }

  #find(base: string): { declaration: SystemDeclaration; app: string } {
    const { file, kernels } = this.#parts;
    const exact = ownValue(file.systems, base);
    if (exact !== undefined && base !== APP_PATTERN) return { declaration: exact, app: '' };
    const app = base.startsWith('lupine-') ? base.slice('lupine-'.length) : '';
    this.#refuseBroken(app);
    const pattern = file.systems[APP_PATTERN];
    if (pattern !== undefined && [...kernels.values()].includes(app)) return { declaration: pattern, app };
    const other = kernels.get(app);
    throw usageError(
      'SYSTEM_UNKNOWN',
      `there is no system "${base}".`,
      other === undefined ? suggest(base, this.names()) : `The kernel of ${app} is lupine-${other}.`,
    );
  }
}
