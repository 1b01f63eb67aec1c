// SPDX-License-Identifier: Apache-2.0
import { EXIT, BenchError, type ExitCode } from '../../core/errors.js';
import { freeBytes } from '../../core/files.js';
import { prettyJson } from '../../core/json.js';
import { existing } from '../../core/inside.js';
import { setupCommand, userCommand } from '../../core/invocation.js';
import { cacheRoot } from '../../core/paths.js';
import { factsHere } from '../../host/facts-here.js';
import { packageNeeds } from '../../host/packages.js';
import { LOCAL } from '../../host/local.js';
import type { Host } from '../../host/types.js';
import type { Environment } from '../../environment/environment.js';
import type { KvmAnswer } from '../../vmm/probe-verdict.js';
import type { Monitor } from '../../vmm/types.js';
import type { Finding } from '../../workflow/finding.js';
import { kvmState } from '../../workflow/kvm-state.js';
import { protectionFindings } from '../../workflow/protection-findings.js';
import { sourceFindings } from '../../workflow/source-findings.js';
import type { LinuxQuestion } from '../../workflow/linux-answer.js';
import type { Session } from '../../workflow/session.js';
import { findingsText } from '../findings-text.js';

const NEEDED_GIB = 8;

/** `lupine-bench doctor`: what is present, missing, and why a feature is not used. Exit 3 when measuring is impossible. */
export async function doctorCommand(
  options: { json?: boolean; probe?: boolean },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const findings: Finding[] = [
    ...(await hostFindings()),
    ...(await packageFindings()),
    ...(await sourceFindings(environment.catalogue.versions())),
    ...(await monitorFindings(environment, options, session)),
    await loadFinding(environment.host(LOCAL), session),
  ];
  if (options.json === true) session.print(prettyJson(findings));
  else {
    session.print(findingsText(findings, session.width));
    const missing = findings.filter(({ state }) => state === 'missing').length;
    session.print(
      missing === 0
        ? `\neverything is there: ${userCommand('run', 'redis')}\n`
        : `\n${missing} missing: ${setupCommand()}\n`,
    );
  }
  return findings.some(({ state }) => state === 'missing') ? EXIT.couldNotMeasure : EXIT.ok;
}

async function hostFindings(): Promise<Finding[]> {
  const { cpu, cores, memoryMib, distribution, kernel } = (await factsHere()).facts;
  const gib = (await freeBytes(await existing(cacheRoot()))) / 2 ** 30;
  return [
    {
      state: 'ok',
      what: 'machine',
      detail: `${cpu}, ${cores} cores, ${memoryMib} MiB; ${distribution}, Linux ${kernel}`,
    },
    { state: 'ok', what: 'node', detail: process.version },
    {
      state: gib < NEEDED_GIB ? 'note' : 'ok',
      what: 'disk',
      detail: `${gib.toFixed(1)} GiB free${gib < NEEDED_GIB ? `; the first builds want ${NEEDED_GIB} GiB` : ''}; cache in ${cacheRoot()}`,
    },
  ];
}

/** Who can do without a package of a group. */
const OPTIONAL = {
  bench: '',
  oci: ' (only apps from container images need it: `sh harness/host/setup.sh oci`)',
  test: ' (only the tests need it)',
} as const;

async function packageFindings(): Promise<Finding[]> {
  return (await packageNeeds()).map(({ name, why, present, group }) => ({
    state: present ? 'ok' : group === 'bench' ? 'missing' : 'note',
    what: name,
    detail: present ? why : `${why}; not installed${OPTIONAL[group]}`,
  }));
}

async function monitorFindings(
  environment: Environment,
  options: { probe?: boolean },
  session: Session,
): Promise<Finding[]> {
  const host = environment.host(LOCAL);
  const [{ name } = { name: '' }, ...others] = environment.monitors;
  try {
    const { version } = await host.monitor(name);
    const kvm = await kvmFinding({ host, monitor: name }, options, environment, session);
    return [
      { state: 'ok', what: name, detail: version },
      kvm,
      ...(await protectionFindings(host, name, session.signal)),
      ...(await Promise.all(others.map((other) => otherFinding(other)))),
    ];
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return [{ state: 'missing', what: name, detail: error.message }];
  }
}

/** A monitor that is used only by who names it. */
async function otherFinding(monitor: Monitor): Promise<Finding> {
  const { name } = monitor;
  try {
    return { state: 'ok', what: name, detail: `${await monitor.version()} (with --monitor ${name})` };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return {
      state: 'note',
      what: name,
      detail: `${error.message} Only --monitor ${name} needs it. ${error.next}`,
    };
  }
}

/** A machine without KVM, or one that cannot be asked, measures by the other clock. */
async function kvmFinding(
  question: LinuxQuestion,
  { probe = false }: { probe?: boolean },
  environment: Environment,
  session: Session,
): Promise<Finding> {
  const what = 'kvm';
  try {
    const { tiny, linux } = await kvmState(question, { again: probe }, environment, session);
    const { kvm, kvmReason } = linux ?? tiny;
    return {
      state: kvm && tiny.emulated !== true ? 'ok' : 'note',
      what,
      detail: `${kvmReason} ${consequence(tiny, linux)}`,
    };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { state: 'note', what, detail: `KVM cannot be asked: ${error.message} ${error.next}` };
  }
}

function consequence(tiny: KvmAnswer, linux: KvmAnswer | undefined): string {
  if (tiny.emulated === true)
    return 'KVM is emulated here: its times say nothing. So the deterministic clock is the default.';
  if (tiny.kvm && linux === undefined)
    return 'So the wall clock is the default, once the first kernel of a run has booted under it.';
  if (tiny.kvm && linux?.kvm === true) return 'So the wall clock is the default.';
  return 'So the deterministic clock is the default.';
}

async function loadFinding(host: Host, { signal }: Session): Promise<Finding> {
  const what = 'load from host';
  try {
    await host.requireGuestNetwork(signal);
    return { state: 'ok', what, detail: 'a tap device in a network of its own; under the wall clock only' };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { state: 'note', what, detail: `${error.message} ${error.next}` };
  }
}
