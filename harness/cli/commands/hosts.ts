// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, EXIT, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { printable } from '../../core/printable.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import { stopHosts } from '../../host/emulated/stop.js';
import { emulateDetached } from '../../workflow/emulate/detach.js';
import { emulateHosts } from '../../workflow/emulate/emulate.js';
import { chooseHosts } from '../../workflow/hosts/choose.js';
import { type ExaminedHost, examineHost } from '../../workflow/hosts/doctor.js';
import { listHosts } from '../../workflow/hosts/list.js';
import { probeHost } from '../../workflow/hosts/probe.js';
import { pruneHosts } from '../../workflow/hosts/prune.js';
import { releaseHosts } from '../../workflow/hosts/release.js';
import { listText, probeText } from '../../workflow/hosts/text.js';
import type { Session } from '../../workflow/session.js';
import { findingsText } from '../findings-text.js';
import type { KernelSources } from '../../plan/source.js';

/** Options of `hosts`, as the command line gives them. */
export interface HostsCommandOptions {
  count: number;
  memory: number;
  processors: number;
  detach?: boolean;
  kernelSource?: KernelSources;
  json?: boolean;
}

type Action = (
  names: readonly string[],
  options: HostsCommandOptions,
  environment: Environment,
  session: Session,
) => Promise<ExitCode>;

const ACTIONS: Readonly<Record<string, Action>> = { list, probe, doctor, release, prune, emulate, stop };

/**
 * `lupine-bench hosts <list|probe|doctor|release|prune|emulate|stop> [names...]`.
 * @throws BenchError `USAGE` (exit 2) for anything else, and what the actions throw.
 */
export async function hostsCommand(
  [action = '', ...names]: readonly string[],
  options: HostsCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const known = ownValue(ACTIONS, action);
  if (known !== undefined) return await known(names, options, environment, session);
  const said = `hosts cannot "${printable(action, 100)}".`;
  throw usageError('USAGE', said, suggest(action, Object.keys(ACTIONS)));
}

function list(
  names: readonly string[],
  { json }: HostsCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const hosts = listHosts(names, environment);
  session.print(json === true ? prettyJson({ hosts }) : listText(hosts));
  return Promise.resolve(EXIT.ok);
}

async function probe(
  names: readonly string[],
  { json }: HostsCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const chosen = chooseHosts(names, environment);
  const monitor = environment.monitors[0]?.name ?? '';
  session.progress.step('asking the hosts');
  const hosts = await Promise.all(chosen.map((one) => probeHost(one, monitor, environment, session)));
  session.progress.end();
  session.print(json === true ? prettyJson({ hosts }) : hosts.map(probeText).join('\n'));
  return hosts.some((one) => 'error' in one) ? EXIT.couldNotMeasure : EXIT.ok;
}

async function doctor(
  names: readonly string[],
  { json }: HostsCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const monitor = environment.monitors[0]?.name ?? '';
  const hosts: ExaminedHost[] = [];
  for (const one of chooseHosts(names, environment)) {
    session.progress.step(`trying ${one.host.name}`);
    hosts.push(await examineHost(one, monitor, environment, session));
  }
  session.progress.end();
  const texts = hosts.map(({ name, findings }) => `${name}\n${findingsText(findings, session.width)}`);
  session.print(json === true ? prettyJson({ hosts }) : texts.join('\n'));
  const missing = hosts.some(({ findings }) => findings.some(({ state }) => state === 'missing'));
  return missing ? EXIT.couldNotMeasure : EXIT.ok;
}

async function prune(
  names: readonly string[],
  { json }: HostsCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const pruned = await pruneHosts(names, environment, session);
  const lines = pruned.map(({ name, images }) => `${name}: ${images} images removed\n`);
  session.print(json === true ? prettyJson({ pruned }) : lines.join(''));
  return EXIT.ok;
}

async function release(
  names: readonly string[],
  { json }: HostsCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  if (names.length === 0)
    throw usageError('USAGE', 'no host is named.', 'Name those that are to be released.');
  const released = await releaseHosts(names, environment, session);
  const lines = released.map(
    ({ name, owner }) => `${name}: ${owner === '' ? 'nobody had it' : `taken from ${owner}`}\n`,
  );
  session.print(json === true ? prettyJson({ released }) : lines.join(''));
  return EXIT.ok;
}

async function stop(
  names: readonly string[],
  options: HostsCommandOptions,
  _: Environment,
  session: Session,
): Promise<ExitCode> {
  const stopped = await stopHosts(names);
  const text = stopped.length === 0 ? 'no emulated host runs\n' : `ended: ${stopped.join(', ')}\n`;
  session.print(options.json === true ? prettyJson({ stopped }) : text);
  return EXIT.ok;
}

async function emulate(
  [odd]: readonly string[],
  { count, memory: memoryMib, processors, kernelSource, json, detach }: HostsCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  if (odd !== undefined) {
    const said = `"${printable(odd, 100)}" is one word too many.`;
    throw usageError('USAGE', said, 'See `lupine-bench hosts --help`.');
  }
  const wishes = { count, memoryMib, processors, kernelSource, json };
  if (detach === true) return await emulateDetached(wishes, session);
  return await emulateHosts(wishes, environment, session);
}
