// SPDX-License-Identifier: Apache-2.0
import type { Owner } from '../../core/owner.js';

/** What is known of an emulated host of this user, in a file of its folder. */
export interface HostState {
  name: string;
  /** Port of this machine's loopback interface at which its SSH server answers. */
  port: number;
  /** The process with which it ends. */
  owner: Owner;
  /** True once its SSH server has answered. */
  ready: boolean;
}

/** Whether a value is what a state file holds. */
export function isState(value: unknown): value is HostState {
  if (!isRecord(value) || !isRecord(value['owner'])) return false;
  const { name, port, ready, owner } = value;
  return (
    typeof name === 'string' &&
    isWhole(port) &&
    typeof ready === 'boolean' &&
    isWhole(owner['pid']) &&
    typeof owner['started'] === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
