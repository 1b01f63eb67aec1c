// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { packagePath } from '../../core/paths.js';
import { carriedQemu } from '../../vmm/qemu-carried.js';
import { findPackages } from '../rootfs/apt.js';
import { addWithNeeds } from '../rootfs/closure.js';
import { type FetchOptions, unpackedPackage } from '../rootfs/deb.js';
import { writeExt2 } from '../rootfs/ext2.js';
import { Packages } from '../rootfs/packages.js';
import { Tree } from '../rootfs/tree.js';
import type { UsedPackage } from '../rootfs/types.js';

/** Raise when the same tree is to give other bytes. */
const FORMAT = 1;

/** Room for what is pushed to such a host, MiB. */
const ROOM_MIB = 1024;

/** Packages that the host's programs are in; only the files that are needed are taken. */
const PACKAGES = [
  ...carriedQemu.packages,
  'seabios',
  ...['openssh-server', 'openssh-sftp-server', 'busybox-static', 'dash', 'util-linux'],
] as const;

/** Programs, and what they open by name; libraries come with them. */
const FILES = [
  ...[carriedQemu.program, ...carriedQemu.files],
  // Of the machines pc and q35, which a counted host has not: whatever is in its memory is counted.
  '/usr/share/seabios/bios-256k.bin',
  // Counts instructions on such a host too, though slowly.
  '/usr/lib/x86_64-linux-gnu/qemu/accel-tcg-x86_64.so',
  ...['/usr/sbin/sshd', '/usr/lib/openssh/sftp-server'],
  ...['/bin/busybox', '/bin/dash'],
  // Those of busybox lack options, and it has no flock.
  ...['flock', 'nsenter', 'prlimit', 'setpriv', 'taskset', 'unshare'].map((name) => `/usr/bin/${name}`),
] as const;

/** Our own files: where they go, and which of `kernel/kvm-host/` they are. */
const OWN = [
  { path: '/sbin/host-setup', name: 'setup', mode: 0o755 },
  { path: '/etc/inittab', name: 'inittab', mode: 0o644 },
  { path: '/etc/ssh/sshd_config', name: 'sshd_config', mode: 0o644 },
] as const;

/** Users: root, and one without rights but to use KVM. */
const ACCOUNTS = {
  '/etc/passwd': [
    'root:*:0:0:root:/root:/bin/sh',
    'sshd:*:101:65534::/run/sshd:/bin/false',
    'bench:*:1000:1000::/home/bench:/bin/sh',
    'nobody:*:65534:65534::/nonexistent:/bin/false',
  ],
  '/etc/group': ['root:x:0:', 'tty:x:5:', 'kvm:x:104:bench', 'bench:x:1000:', 'nogroup:x:65534:'],
  '/etc/hosts': ['127.0.0.1 localhost'],
} as const;

/** The root file system of emulated KVM hosts. */
export interface KvmHostRoot {
  /** Path of an ext2 image. Its digest is taken nowhere: most of it is room. */
  disk: string;
  packages: UsedPackage[];
}

/**
 * Builds the root of emulated KVM hosts from packages: QEMU, OpenSSH, BusyBox, and a set-up script of ours. Equal files give
 * equal bytes; built once.
 * @throws BenchError `PACKAGES_UNRESOLVED`, `PACKAGE_*` or `EXT2_FAILED` (exit 3), `ROOTFS_*` (exit 2).
 */
export async function kvmHostRoot(fetch: FetchOptions): Promise<KvmHostRoot> {
  const { signal, onProgress } = fetch;
  const packages = new Packages(await findPackages(PACKAGES, fetch), (record) =>
    unpackedPackage(record, fetch),
  );
  const tree = new Tree();
  for (const path of FILES) await addWithNeeds(path, { tree, packages, roots: PACKAGES });
  for (const { path, name, mode } of OWN) {
    tree.add(path, { kind: 'file', mode, data: await readFile(packagePath('kernel', 'kvm-host', name)) });
  }
  for (const [path, lines] of Object.entries(ACCOUNTS)) {
    tree.add(path, { kind: 'file', mode: 0o644, data: Buffer.from(`${lines.join('\n')}\n`) });
  }
  for (const path of ['/bin/sh', '/sbin/init']) tree.add(path, { kind: 'symlink', target: '/bin/busybox' });
  for (const path of ['/dev', '/proc', '/sys', '/run', '/home/bench']) tree.addDirectory(path);
  tree.addDirectory('/root', 0o700);
  for (const path of ['/tmp', '/var/tmp']) tree.addDirectory(path, 0o1777);
  const entries = tree.entries();
  const { dir } = await cached({
    kind: 'rootfs',
    label: 'root image of the emulated KVM host',
    inputs: { format: FORMAT, tree: tree.description(), roomMib: ROOM_MIB },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      onProgress?.('writing the root image of the emulated KVM host');
      await writeExt2(entries, join(into, 'root.ext2'), { roomMib: ROOM_MIB, signal });
    },
  });
  return { disk: join(dir, 'root.ext2'), packages: packages.used() };
}
