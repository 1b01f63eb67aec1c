// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../core/group-by.js';
import { CLOCK_DEFINITION, clockDefinitionOf } from '../metric/clock.js';
import type { SourceId } from '../image/boot-image.js';
import type { Plan } from '../plan/types.js';
import type { Provenance } from '../run/provenance.js';
import type { StepRecord } from '../run/record.js';
import { hasVersion } from '../system/name.js';
import { trustNotes } from './trust-notes.js';

/** Facts that a reader of the numbers must know, one sentence each. Never a date or a run id. */
export function runNotes(plan: Plan, records: readonly StepRecord[], provenance?: Provenance): string[] {
  return [
    `Clock: ${plan.clock}. ${plan.clockReason}`,
    ...definitionNotes(plan),
    ...hostNotes(plan, records),
    ...sourceNotes(provenance),
    ...sharedNotes(provenance),
    ...trustNotes(records),
    ...floorNotes(records),
  ];
}

/** Which host has measured what: only what one of them has measured is ever compared. */
function hostNotes({ fleet }: Plan, records: readonly StepRecord[]): string[] {
  if (fleet === undefined) return [];
  const series = groupBy(records, ({ host, step }) => JSON.stringify([host, step.scenario, step.app]));
  const lines = [...series.values()].flatMap(([one]) =>
    one === undefined ? [] : [`${one.step.scenario} of ${one.step.app} on ${one.host}`],
  );
  return [`Measured on several hosts, and no number has values of two: ${lines.join(', ')}.`];
}

/** Equal boots give other values under another definition of the clock, and values alone do not show it. */
function definitionNotes(plan: Plan): string[] {
  const [mine, known] = [clockDefinitionOf(plan), CLOCK_DEFINITION[plan.clock]];
  if (mine === known) return [];
  return [
    `Warning: the values were taken under definition ${mine} of the ${plan.clock} clock; this lupine-bench measures under definition ${known}, and the two are not comparable.`,
  ];
}

function sourceNotes(provenance?: Provenance): string[] {
  if (provenance === undefined) return [];
  const { kernelSource, harness, systems } = provenance;
  const notes = Object.entries(systems).flatMap(([name, { source }]) =>
    source === undefined ? [] : ownSource(name, source),
  );
  if (kernelSource?.known === false) notes.push(unlistedSource(kernelSource));
  if (harness.dirty === true) notes.push('Warning: the harness had uncommitted changes when it measured.');
  return notes;
}

/** What is said of a kernel that is not built from the source of the run. */
function ownSource(name: string, source: SourceId): string[] {
  const { version, sha256, known } = source;
  if (!hasVersion(name))
    return [`The kernel of ${name} is built from a source of its own, ${version} (SHA-256 ${sha256}).`];
  return [
    `The kernel of ${name} is built from ${version} (SHA-256 ${sha256}).`,
    ...(known ? [] : [unlistedSource(source, ` of ${name}`)]),
  ];
}

function unlistedSource({ sha256 }: SourceId, of = ''): string {
  return `Warning: the kernel source${of} (SHA-256 ${sha256}) is not listed in kernel/source.lock.json; its values are not comparable with those of a listed one.`;
}

/** What should have CPUs of its own and has not. */
function sharedNotes({ pins, host }: Partial<Pick<Provenance, 'pins' | 'host'>> = {}): string[] {
  if (pins === undefined) return [];
  const { monitor, client } = pins;
  if (client !== undefined && monitor.includes(client))
    return [`Warning: the client of the load shares CPU ${client} with the VMM: the host has no other.`];
  return host?.cores === 1
    ? ['Warning: the VMM shares the only CPU of the host with everything else that runs there.']
    : [];
}

/** A memory floor is only a floor when everything above it works. */
function floorNotes(records: readonly StepRecord[]): string[] {
  return records.flatMap(({ step, values, trials }) => {
    const floor = values['memory.floor'];
    if (floor === undefined || trials === undefined) return [];
    const failedAbove = trials.filter(({ mib, worked }) => mib > floor && worked === 0).map(({ mib }) => mib);
    if (failedAbove.length === 0) return [];
    const tried = trials.map(({ mib }) => mib);
    return [
      `Warning: ${step.app} on ${step.system} is not monotone: it works with ${floor} MiB but failed with ${failedAbove.join(', ')} MiB; tried: ${tried.join(', ')}.`,
    ];
  });
}
