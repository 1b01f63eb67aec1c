// SPDX-License-Identifier: Apache-2.0
import type { Machine } from '../core/names.js';
import type { VmHost, VmProfile, VmSpec } from './types.js';

/** Exit status of QEMU after the guest wrote 0 to isa-debug-exit: (0 << 1) | 1. */
export const DEBUG_EXIT_OK = 1;

/** Time in which a plugin writes a profile, ms. */
export const WRITE_MS = 20_000;

/** Prefix that keeps a process and its threads on these CPUs. */
export function pinned(cpus: readonly number[] | undefined): string[] {
  return cpus === undefined ? [] : ['taskset', '-c', cpus.join(',')];
}

/**
 * QEMU's own filter of system calls: it starts no program, gains no right, and takes nothing from others that run here. Without a
 * host that has such filters, or in a QEMU that was built without, it refuses to start.
 */
export const SANDBOX = [
  '-sandbox',
  'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny',
] as const;

/** Machines of guests. Those with PCI have what QEMU gives them, an HPET and ACPI; OSv needs both where there is no KVM. */
const MACHINES: Readonly<Record<Machine, string>> = {
  microvm: 'microvm,acpi=off,pit=on,pic=on,rtc=on,isa-serial=on',
  pc: 'pc',
  q35: 'q35',
};

/** A microvm for a kernel that finds its devices by ACPI only. */
const MICROVM_ACPI = MACHINES.microvm.replace('acpi=off', 'acpi=on');

/** What Linux takes as it is, OSv does not. */
const MODERN_VIRTIO = ['-global', 'virtio-mmio.force-legacy=off'] as const;

/** With ACPI's timer and an HPET: without them a host that is emulated on a busy machine cannot measure its own clock. */
const HOST_MACHINE = 'q35,smm=off,vmport=off';

/**
 * QEMU's command line, program first. The machine is the same for every system that does not need another: microvm without ACPI
 * (with it only for a kernel that finds no disk otherwise), one CPU, the serial port, and isa-debug-exit.
 * @param sandbox {@link SANDBOX}, or nothing where that cannot be had.
 */
export function qemuArgv(program: string, spec: VmSpec, sandbox: readonly string[]): string[] {
  const { host, machine = 'microvm' } = spec;
  const pci = host !== undefined || machine !== 'microvm';
  return [
    program,
    ...sandbox,
    ...['-M', host === undefined ? machineOf(spec) : HOST_MACHINE],
    ...(machine === 'microvm' && spec.modernVirtio === true ? MODERN_VIRTIO : []),
    ...clockFlags(spec),
    ...['-smp', `${host?.processors ?? 1}`, '-m', `${spec.memoryMib}M`],
    ...(spec.uuid === undefined ? [] : ['-uuid', spec.uuid]),
    ...['-nodefaults', '-no-user-config', ...(host === undefined ? ['-no-reboot'] : []), '-display', 'none'],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x4'],
    ...consoleFlags(spec),
    ...['-kernel', spec.kernel],
    ...(spec.initramfs === undefined ? [] : ['-initrd', spec.initramfs]),
    ...(spec.disk === undefined ? [] : diskFlags('root', spec.disk, pci ? PCI_DISK : 'virtio-blk-device')),
    ...(host === undefined ? [] : hostFlags(host)),
    ...(spec.tap === undefined ? [] : cardFlags(spec.tap.name, pci)),
    ...(spec.profile === undefined ? [] : pluginFlags(spec.profile)),
    ...['-append', spec.cmdline],
  ];
}

function machineOf({ machine = 'microvm', acpi }: VmSpec): string {
  return machine === 'microvm' && acpi === true ? MICROVM_ACPI : MACHINES[machine];
}

/**
 * Everything that could let the host's time or chance into the guest is fixed under the deterministic clock. Without ERMS and
 * FSRM the kernel clears and copies by eight bytes: with them it does so byte by byte, and each byte would count as an
 * instruction, 4,096 for a page that hardware clears in a hundred cycles.
 */
function clockFlags({ clock, waitsForHost }: VmSpec): string[] {
  if (clock === 'wall') return ['-accel', 'kvm', '-cpu', 'host,+invtsc'];
  // `max` has AMD's SVM with nested paging, so KVM works in it. Without XSAVE: with it OSv fails its assertions there at
  // random, and without it it does not (QEMU 7.2). Probably what a guest sets by XSETBV does not last.
  if (clock === 'none') return ['-accel', 'tcg,thread=multi', '-cpu', 'max,-xsave'];
  // With sleep=off an idle guest's time jumps to its next timer; one that waits for a disk would see its own time limits
  // pass in no time. Instructions count the same in both.
  const counting = ['-icount', `shift=0,sleep=${waitsForHost === true ? 'on' : 'off'}`];
  const fixed = ['-seed', '1', '-rtc', 'base=2020-01-01,clock=vm'];
  return ['-accel', 'tcg,thread=single', ...counting, '-cpu', 'max,-erms,-fsrm', ...fixed];
}

/**
 * A file, not a pipe: a pipe that is full for a moment would make the guest wait for the host. Under the wall clock it is
 * standard output, where arrival can be timed. (QEMU's own `logfile` beside it is no copy: a busy host gets bytes twice.)
 */
function consoleFlags({ consolePath, clock }: VmSpec): string[] {
  const chardev =
    clock === 'wall' ? 'stdio,id=console,signal=off' : `file,id=console,path=${escapeValue(consolePath)}`;
  return ['-chardev', chardev, '-serial', 'chardev:console'];
}

function diskFlags(id: string, disk: string, device: string): string[] {
  const drive = `id=${id},file=${escapeValue(disk)},format=raw,if=none,snapshot=on,cache=unsafe`;
  return ['-drive', drive, '-device', `${device},drive=${id}`];
}

const PCI_DISK = 'virtio-blk-pci';

/** `restrict`: what runs on the host reaches neither this machine nor anything beyond it. */
function hostFlags({ port, given }: VmHost): string[] {
  const network = `user,id=net,ipv6=off,restrict=on,hostfwd=tcp:127.0.0.1:${port}-10.0.2.15:22`;
  const card = 'virtio-net-pci,netdev=net,romfile=';
  return [...diskFlags('given', given, PCI_DISK), '-netdev', network, '-device', card];
}

/**
 * A tap device that is there already, attached to by name. Never vhost-net, not even where the host has it: a value must not
 * depend on that, and Firecracker has none.
 */
function cardFlags(tap: string, pci: boolean): string[] {
  const card = `${pci ? 'virtio-net-pci' : 'virtio-net-device'},netdev=net,mac=52:54:00:00:00:02${pci ? ',romfile=' : ''}`;
  return ['-netdev', `tap,id=net,ifname=${tap},script=no,downscript=no,vhost=off`, '-device', card];
}

function pluginFlags({ plugin, watch, out, most, tree }: VmProfile): string[] {
  const settings = { watch, out, most: `${most}`, tree: tree ? 'on' : 'off' };
  const words = Object.entries(settings).map(([name, value]) => `${name}=${escapeValue(value)}`);
  return ['-plugin', [escapeValue(plugin), ...words].join(',')];
}

/** A comma ends a value in QEMU's option syntax; two stand for one. */
function escapeValue(value: string): string {
  return value.replaceAll(',', ',,');
}
