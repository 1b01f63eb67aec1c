// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import { reasonOf } from '../../core/reason.js';
import type { Environment, InventoryEntry } from '../../environment/environment.js';
import { untuned } from '../../remote/tuning/tune.js';
import type { Tuning } from '../../remote/tuning/types.js';
import type { Session } from '../session.js';
import type { Finding } from '../finding.js';
import { protectionFindings } from '../protection-findings.js';
import { type ProbedHost, probeHost } from './probe.js';
import { probeRows } from './text.js';

/** A disk with less room, MiB, holds few images. */
const LEAST_DISK_MIB = 2048;

/** A host, and everything that was tried on it. */
export interface ExaminedHost {
  name: string;
  findings: Finding[];
}

/** Tries on a host everything that a measurement does there. */
export async function examineHost(
  one: InventoryEntry,
  monitor: string,
  environment: Environment,
  session: Session,
): Promise<ExaminedHost> {
  const { name } = one.host;
  const { signal } = session;
  // What could not be set is a finding.
  const quiet = { ...session, progress: { ...session.progress, note: () => undefined } };
  const probed = await probeHost(one, monitor, environment, quiet);
  if ('error' in probed) {
    const { code, message, next } = probed.error;
    return {
      name,
      findings: [{ state: 'missing', what: 'connection', detail: `${code}: ${message} ${next}` }],
    };
  }
  const said = probeRows(probed).map(([what, detail]): Finding => {
    return { state: isBad(what, probed) ? 'note' : 'ok', what, detail };
  });
  return {
    name,
    findings: [
      ...said,
      await cpuFinding(one),
      ...(await protectionFindings(one.host, monitor, signal)),
      await aloneFinding(one, signal),
    ],
  };
}

function isBad(what: string, probed: Exclude<ProbedHost, { error: unknown }>): boolean {
  if (what === 'disk') return (probed.state.freeDiskMib ?? 0) < LEAST_DISK_MIB;
  if (what === 'KVM') return !probed.kvm.kvm;
  if (what === 'load from it') return probed.load !== undefined;
  if (what === 'processor') return probed.facts.emulated === true;
  return what === 'lease' && probed.lease !== undefined;
}

async function cpuFinding({ host }: InventoryEntry): Promise<Finding> {
  const what = 'CPUs';
  try {
    const { allowed } = await host.cpus();
    return allowed.length > 1
      ? { state: 'ok', what, detail: `${allowed.join(',')}: monitor and client get different ones` }
      : { state: 'note', what, detail: `${allowed.join(',')} alone: a client has none of its own` };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { state: 'missing', what, detail: `${error.message} ${error.next}` };
  }
}

/** Takes the lease, sets the host to what its entry asks for, and puts it back. */
async function aloneFinding({ host, entry }: InventoryEntry, signal: AbortSignal): Promise<Finding> {
  const what = 'alone on it';
  const left: string[] = [];
  const wishes = { signal, note: (text: string): void => void left.push(text) };
  try {
    const outcomes = await host.alone(wishes, (_, tuning) => Promise.resolve(tuning));
    const failed = untuned(host.name, outcomes);
    const others = left.filter((text) => !failed.includes(text));
    const problems = [...failed, ...others];
    if (problems.length > 0) return { state: 'note', what, detail: problems.join(' ') };
    return { state: 'ok', what, detail: `lease taken and given back; ${settingsWords(entry.tuning)}` };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    const state = error.code === 'LEASE_HELD' ? 'note' : 'missing';
    return { state, what, detail: `${reasonOf(error)} ${error.next}` };
  }
}

function settingsWords(tuning: Tuning = {}): string {
  const names = Object.keys(tuning);
  return names.length === 0 ? 'its entry asks for no settings' : `set and put back: ${names.join(', ')}`;
}
