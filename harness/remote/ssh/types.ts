// SPDX-License-Identifier: Apache-2.0

/** How a machine is reached by SSH. */
export interface SshTarget {
  /** Name of the host, for messages. */
  name: string;
  /** Host name or IP address. */
  address: string;
  port: number;
  user: string;
  /** Path of a private key; the agent, then the user's own keys when missing. */
  key?: string | undefined;
  /** Files with host keys, in OpenSSH's format; one that is not there counts as empty. */
  knownHosts: readonly string[];
  /** Machine through which it is reached. */
  jump?: SshTarget | undefined;
}
