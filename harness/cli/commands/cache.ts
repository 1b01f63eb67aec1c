// SPDX-License-Identifier: Apache-2.0
import { CACHE_KINDS, type CacheKind } from '../../core/cache-entry.js';
import { listEntries } from '../../core/cache-list.js';
import { usedEntries } from '../../core/cache-marks.js';
import { type ExitCode, EXIT, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { cacheRoot, displayPath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import { STORED_KINDS } from '../../store/types.js';
import { pruneCache } from '../../workflow/cache/prune.js';
import { pushEntries } from '../../workflow/cache/push.js';
import { listText, pruneText } from '../../workflow/cache/text.js';
import { verifyEntry } from '../../workflow/cache/verify.js';
import type { Session } from '../../workflow/session.js';
import type { KernelSources } from '../../plan/source.js';

/** Options of `cache`, as the command line gives them. */
export interface CacheCommandOptions {
  olderThan?: number;
  maxSize?: number;
  all?: boolean;
  dryRun?: boolean;
  kernelSource?: KernelSources;
  json?: boolean;
}

type Action = (
  names: readonly string[],
  options: CacheCommandOptions,
  environment: Environment,
  session: Session,
) => Promise<ExitCode>;

const ACTIONS: Readonly<Record<string, Action>> = { list, prune, push, verify };

/**
 * `lupine-bench cache <list|prune|push|verify> [names...]`.
 * @throws BenchError `USAGE` (exit 2) for anything else, and what the actions throw.
 */
export async function cacheCommand(
  [action = '', ...names]: readonly string[],
  options: CacheCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const known = ownValue(ACTIONS, action);
  if (known !== undefined) return await known(names, options, environment, session);
  const said = `the cache cannot "${printable(action, 100)}".`;
  throw usageError('USAGE', said, suggest(action, Object.keys(ACTIONS)));
}

async function list(
  names: readonly string[],
  { json }: CacheCommandOptions,
  _: Environment,
  { print, progress, signal }: Session,
): Promise<ExitCode> {
  const shown = names.length === 0 ? [...STORED_KINDS] : kindsOf(names);
  progress.step('looking at the cache');
  const entries = await listEntries(CACHE_KINDS, signal);
  const used = await usedEntries();
  progress.end();
  if (json === true) {
    const listed = entries.map(({ used: lastUsed, locks: _locks, ...entry }) => {
      return { ...entry, lastUsed: lastUsed.toISOString(), inUse: used.has(entry.digest) };
    });
    print(prettyJson({ cache: cacheRoot(), entries: listed }));
  } else print(`${displayPath(cacheRoot())}\n${listText(entries, shown)}`);
  return EXIT.ok;
}

async function prune(
  names: readonly string[],
  { olderThan, maxSize, all, dryRun, json }: CacheCommandOptions,
  _: Environment,
  session: Session,
): Promise<ExitCode> {
  const kinds = names.length === 0 ? CACHE_KINDS : kindsOf(names);
  const pruned = await pruneCache({ kinds, olderThan, maxSize, all, dryRun }, session);
  const document = pruned.map(({ entry: { kind, digest, label, bytes, dir }, became }) => {
    return { kind, digest, label, bytes, dir, became };
  });
  session.print(json === true ? prettyJson({ pruned: document }) : pruneText(pruned));
  return EXIT.ok;
}

async function push(
  names: readonly string[],
  { all, kernelSource, json }: CacheCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const pushed = await pushEntries(names, { all, kernelSource }, environment, session);
  const store = environment.project?.store?.name ?? '';
  const lines = pushed.map(({ digest, label, became }) => {
    const how = became === 'pushed' ? 'pushed' : 'there already';
    return `${digest.slice(0, 12)}  ${printable(label, 100)}: ${how}\n`;
  });
  session.print(json === true ? prettyJson({ store, pushed }) : lines.join(''));
  return EXIT.ok;
}

async function verify(
  names: readonly string[],
  { kernelSource, json }: CacheCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const [name, odd] = names;
  if (name === undefined || odd !== undefined)
    throw usageError(
      'USAGE',
      'one entry is verified at a time.',
      'Name a system, or a digest of `lupine-bench cache list`.',
    );
  const verified = await verifyEntry(name, { kernelSource }, environment, session);
  const { label, digest, fetched, files } = verified;
  const from = fetched === undefined ? 'the cache' : printable(fetched, 300);
  const text = `${printable(label, 100)} (${digest.slice(0, 12)}) of ${from} is what this machine makes: ${files.join(', ')}\n`;
  session.print(json === true ? prettyJson({ verified }) : text);
  return EXIT.ok;
}

function kindsOf(names: readonly string[]): CacheKind[] {
  return names.map((name) => {
    const kind = CACHE_KINDS.find((one) => one === name);
    if (kind !== undefined) return kind;
    throw usageError(
      'USAGE',
      `"${printable(name, 100)}" is no kind of entry.`,
      suggest(name, [...CACHE_KINDS]),
    );
  });
}
