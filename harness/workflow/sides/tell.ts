// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { BenchError, usageError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import { type Repository, findRepository, lookUpRevision } from '../../revision/repository.js';
import { namedRun } from '../find-run.js';

const KINDS = ['run', 'system', 'ref'] as const;

/** What a side can be: a run, a system, or a commit of the user's project. */
export type SideKind = (typeof KINDS)[number];

/** Both sides of a comparison or of a difference of profiles. */
export interface NamedSides {
  kind: SideKind;
  before: string;
  after: string;
}

/**
 * Tells what two sides are. Each is what there is under its name, and both are of one kind; `run:`, `system:` and `ref:`
 * before a name say which one is meant.
 * @throws BenchError (exit 2) `SIDE_CHOICE` unless there are two of one kind; `SIDE_UNKNOWN` for a name that stands for nothing;
 *   `SIDE_AMBIGUOUS` when both names stand for more than one kind.
 */
export async function tellSides(
  names: readonly string[],
  environment: Environment,
  signal: AbortSignal,
): Promise<NamedSides> {
  const [before, after, more] = names.map((name) => environment.catalogue.plainName(name));
  if (before === undefined || after === undefined || more !== undefined || before === after) {
    throw usageError(
      'SIDE_CHOICE',
      'two things are compared: two systems, two runs or two commits.',
      'Name the one before and the one after, for example microvm lupine-redis.',
    );
  }
  const known: { name: string; kinds: SideKind[] }[] = [];
  for (const name of [before, after]) known.push({ name, kinds: await kindsOf(name, environment, signal) });
  const common = KINDS.filter((kind) =>
    known.every(({ kinds }) => kinds.length === 0 || kinds.includes(kind)),
  );
  const [kind, another] = common;
  const nothing = known.filter(({ kinds }) => kinds.length === 0);
  const [missing] = nothing;
  // Beside something that can be one thing only, a name is looked for as that: whoever looks knows best why it is not there.
  if (missing !== undefined && (nothing.length === 2 || another !== undefined))
    throw unknown(missing.name, environment);
  if (kind === undefined) throw mixed(known);
  if (another !== undefined) throw ambiguous(before, common);
  return { kind, before: bareName(before), after: bareName(after) };
}

/** The repository of the user's project; nothing where there is no project, or it is in no repository. */
export async function repositoryOf(
  { project }: Pick<Environment, 'project'>,
  signal: AbortSignal,
): Promise<Repository | undefined> {
  if (project === undefined) return undefined;
  return await findRepository(dirname(project.file), signal).catch((error: unknown) => {
    if (error instanceof BenchError) return undefined;
    throw error;
  });
}

async function kindsOf(name: string, environment: Environment, signal: AbortSignal): Promise<SideKind[]> {
  const said = KINDS.find((kind) => name.startsWith(`${kind}:`));
  if (said !== undefined) return [said];
  const there: Record<SideKind, boolean> = {
    run: name !== '' && existsSync(namedRun(name, environment.results).path('plan.json')),
    system: isSystem(name, environment),
    ref: await isRef(name, environment, signal),
  };
  return KINDS.filter((kind) => there[kind]);
}

function isSystem(name: string, { catalogue }: Environment): boolean {
  try {
    catalogue.resolve(name);
    return true;
  } catch (error) {
    if (error instanceof BenchError) return false;
    throw error;
  }
}

async function isRef(name: string, environment: Environment, signal: AbortSignal): Promise<boolean> {
  const repository = await repositoryOf(environment, signal);
  return repository !== undefined && (await lookUpRevision(repository, name, signal)) !== undefined;
}

function bareName(name: string): string {
  const said = KINDS.find((kind) => name.startsWith(`${kind}:`));
  return said === undefined ? name : name.slice(said.length + 1);
}

const WORDS: Readonly<Record<SideKind, string>> = { run: 'a run', system: 'a system', ref: 'a commit' };

function words(kinds: readonly SideKind[]): string {
  return kinds.map((kind) => WORDS[kind]).join(' and ');
}

function unknown(name: string, { catalogue, project }: Environment): BenchError {
  const where = project === undefined ? 'a system or a run' : 'a system, a run or a commit of the project';
  return usageError(
    'SIDE_UNKNOWN',
    `"${printable(name, 100)}" is not ${where}.`,
    suggest(name, catalogue.names()),
  );
}

function mixed(known: readonly { name: string; kinds: readonly SideKind[] }[]): BenchError {
  const each = known.map(({ name, kinds }) => `"${printable(name, 100)}" is ${words(kinds)}`);
  return usageError('SIDE_CHOICE', `${each.join(', ')}.`, 'Name two systems, two runs or two commits.');
}

function ambiguous(name: string, kinds: readonly SideKind[]): BenchError {
  const shown = printable(name, 100);
  return usageError(
    'SIDE_AMBIGUOUS',
    `"${shown}" is ${words(kinds)}.`,
    `Say which is meant: ${kinds.map((kind) => `${kind}:${shown}`).join(' or ')}.`,
  );
}
