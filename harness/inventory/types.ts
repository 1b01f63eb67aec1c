// SPDX-License-Identifier: Apache-2.0
import type { ShortText } from '../core/text-types.js';
import type { CpuList, Tuning } from '../remote/tuning/types.js';

/**
 * Name of a host: lower-case letters, digits, dots and dashes.
 * @pattern ^[a-z0-9][a-z0-9.-]*$
 * @maxLength 60
 */
export type HostName = string;

/**
 * Host name, IP address, or user name: what ssh takes, without a character that has a meaning anywhere.
 * @pattern ^[A-Za-z0-9_][A-Za-z0-9._:@%-]*$
 * @maxLength 253
 */
export type SshWord = string;

/**
 * Path of a file on this machine; `~/` is your home, a relative path begins at the file's folder.
 * @pattern ^[^'\\\u0000-\u001f\u007f]+$
 * @maxLength 1000
 */
export type FilePath = string;

/**
 * Absolute path on the host, without quotes and backslashes.
 * @pattern ^/[^'\\\u0000-\u001f\u007f]*$
 * @maxLength 500
 */
export type RemotePath = string;

/** One host: a machine with sshd, a POSIX shell and QEMU. */
export interface HostEntry {
  /** By which `--host` chooses it. */
  name: HostName;
  /** One sentence about it. */
  summary?: ShortText;
  /** Host name or IP address; not beside `ssh`. */
  address?: SshWord;
  /** Name of an entry of your own OpenSSH configuration, from which address, port, user, key, jump host and known hosts are taken. */
  ssh?: SshWord;
  /**
   * Port of its sshd; 22 when missing.
   * @minimum 1
   * @maximum 65535
   * @asType integer
   */
  port?: number;
  /** User there; your own name when missing. */
  user?: SshWord;
  /** Private key; the keys of your agent and your own ones without a passphrase when missing. */
  key?: FilePath;
  /** Its host key stands here, in OpenSSH's format; `~/.ssh/known_hosts` when missing. A host whose key is not known is refused. */
  knownHosts?: FilePath;
  /** Name of another host of this inventory, through which it is reached. */
  jump?: HostName;
  /** By which several are chosen, as `--host tag:kvm`. */
  tags?: HostName[];
  /** CPUs of the monitor and its virtual CPU; chosen from what the host has when missing. */
  cpus?: CpuList;
  /** QEMU's program there; `qemu-system-x86_64` of its path when missing. */
  qemu?: RemotePath;
  /** Folder there for images and boots; `.lupine-bench` in the user's home when missing. */
  state?: RemotePath;
  /**
   * What its images may take on disk, MiB; 4096 when missing. The ones not used for the longest time go first.
   * @minimum 256
   * @maximum 10000000
   * @asType integer
   */
  storeMib?: number;
  /** What it is set to while it is measured, and from which it goes back afterwards. */
  tuning?: Tuning;
  /** True where settings are changed by `sudo -n`. */
  sudo?: boolean;
  /** True for a host whose processor is emulated: its times mean nothing and are never published. */
  emulated?: boolean;
}

/** An inventory of hosts, `hosts.yaml`. */
export interface InventoryFile {
  /**
   * @minItems 1
   * @maxItems 10000
   */
  hosts: HostEntry[];
}
