// SPDX-License-Identifier: Apache-2.0
import { GUEST_ADDRESS } from '../workload/client-location.js';
import type { JobClient, JobInterface } from './job.js';

/** The network of a guest whose load comes from the host: two addresses and nothing else. */
export const HOST_ADDRESS = '10.0.0.1';

/** The guest's end of it. */
export const GUEST_INTERFACE: JobInterface = {
  name: 'eth0',
  address: GUEST_ADDRESS,
  netmask: '255.255.255.0',
};

/** Where `kernel/init/wait-notify.c` is in such a guest. */
export const WAIT_NOTIFY = '/etc/lupine/wait-notify';

/** Port on which it is notified; no app's own. */
export const NOTIFY_PORT = 4095;

/**
 * The step that keeps a guest alive while the host loads its app: it begins once the app is ready and checked, and ends
 * well when the host says so.
 * @param withinMs longest guest time that the whole load may take.
 */
export function waitNotify(withinMs: number): JobClient {
  return { name: 'wait-notify', argv: [WAIT_NOTIFY, String(NOTIFY_PORT)], env: {}, withinMs };
}
