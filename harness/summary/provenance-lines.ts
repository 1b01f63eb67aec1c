// SPDX-License-Identifier: Apache-2.0
import { shellWord } from '../core/shell.js';
import type { SourceId } from '../image/boot-image.js';
import type { UsedPackage } from '../image/rootfs/types.js';
import type { Provenance, SystemProvenance } from '../run/provenance.js';
import type { ProvenanceLine } from './types.js';

/** What ran the machines of a run: the monitor's name and version, e.g. `qemu 7.2.22`; empty when nothing ran them. */
export function monitorOf(provenance?: Pick<Provenance, 'vmm'>): string {
  if (provenance === undefined) return '';
  const { name, version } = provenance.vmm;
  // Behind the version QEMU names the package that it is from.
  return `${name} ${version.split(' ')[0] ?? ''}`.trim();
}

/** What a counted host was made of. */
function counting({ counted }: Provenance['host']): [string, string][] {
  if (counted === undefined) return [];
  const { by, monitor, kernelSha256, rootSha256 } = counted;
  return [
    [
      'counted KVM host',
      `emulated and counted by ${by}; ${monitor} on it, kernel ${kernelSha256}, root ${rootSha256}`,
    ],
  ];
}

/** The provenance as label and value pairs for the foot of a report. */
export function provenanceLines(provenance: Provenance): ProvenanceLine[] {
  const { harness, host, vmm, kernelSource } = provenance;
  const lines: [string, string][] = [
    [
      'harness',
      `${harness.version === undefined ? '' : `lupine-bench ${harness.version}, `}commit ${harness.commit}${harness.dirty === true ? ' with uncommitted changes' : ''}, Node ${harness.node}`,
    ],
    ['VMM', `${vmm.name} ${vmm.version}`],
    ...counting(host),
    ...(vmm.kvmReason === undefined ? [] : [['KVM', vmm.kvmReason] satisfies [string, string]]),
    ...(kernelSource === undefined
      ? []
      : [['kernel source', sourceWords(kernelSource)] satisfies [string, string]]),
    ['compiler', `${provenance.compiler}; ${provenance.linker}`],
    ['host', hardware(host)],
    ...(provenance.others ?? []).map(({ host: one, pins }): [string, string] => [
      `host ${one.name}`,
      [
        hardware(one),
        `${one.distribution}, Linux ${one.kernel}`,
        ...pinning({ pins }).map(([, on]) => on),
      ].join('; '),
    ]),
    ...pinning(provenance),
    ['host system', `${host.distribution}, Linux ${host.kernel}`],
    [
      'host mitigations',
      Object.entries(host.mitigations)
        .map(([flaw, state]) => `${flaw}: ${state}`)
        .join('; '),
    ],
  ];
  for (const [name, system] of sorted(provenance.systems)) {
    lines.push([`kernel ${name}`, `${digestWords(system.artifacts)}${packageWords(system.packages)}`]);
    if (system.source !== undefined) lines.push([`kernel source of ${name}`, sourceWords(system.source)]);
  }
  for (const [name, app] of sorted(provenance.apps)) {
    lines.push([`root image ${name}`, `${digestWords(app.artifacts)}${packageWords(app.packages)}`]);
  }
  for (const [cell, argv] of sorted(provenance.commands))
    lines.push([`command ${cell}`, argv.map(shellWord).join(' ')]);
  const billed = [
    ...sorted(provenance.systems).map(([name, { sbom }]) => [`kernel ${name}`, sbom] as const),
    ...sorted(provenance.apps).map(([name, { sbom }]) => [`root image ${name}`, sbom] as const),
  ];
  const bills = billed.flatMap(([name, file]) =>
    file === undefined ? [] : [{ label: `bill of materials of ${name}`, value: file, file }],
  );
  return [...lines.map(([label, value]) => ({ label, value })), ...bills];
}

function sourceWords({ version, sha256, known }: SourceId): string {
  return `${version}, SHA-256 ${sha256}${known ? '' : ' (unlisted)'}`;
}

function packageWords(packages: readonly UsedPackage[] = []): string {
  return packages.length === 0 ? '' : `; ${packages.map((one) => `${one.name} ${one.version}`).join(', ')}`;
}

function digestWords(artifacts: SystemProvenance['artifacts']): string {
  return Object.entries(artifacts)
    .map(([role, digest]) => `${role} ${digest}`)
    .join(', ');
}

function hardware({ cpu, microcode, cores, memoryMib }: Provenance['host']): string {
  return `${cpu}, microcode ${microcode || 'unknown'}, ${cores} cores, ${memoryMib} MiB`;
}

function pinning({ pins }: Pick<Provenance, 'pins'>): [string, string][] {
  return pins === undefined ? [] : [['pinning', `VMM on CPU ${pins.monitor.join(', ')} of the host`]];
}

function sorted<T>(map: Record<string, T>): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
