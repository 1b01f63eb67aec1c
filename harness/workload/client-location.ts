// SPDX-License-Identifier: Apache-2.0

/** Where the clients of a workload run, which put load on the app. */
export type ClientSide = 'guest' | 'host';

/** Address of a guest whose load comes from the host. */
export const GUEST_ADDRESS = '10.0.0.2';

/** Address of the app, as its clients see it from where they run. */
export const APP_ADDRESS: Readonly<Record<ClientSide, string>> = {
  guest: '127.0.0.1',
  host: GUEST_ADDRESS,
};

const HOST = '.host.';

/** Name of the metric that a client on the host gives, e.g. `throughput.host.get` for `throughput.get`. */
export function hostMetric(name: string): string {
  return name.replace('.', () => HOST);
}

/** The name that the same metric has with the client in the guest. */
export function guestMetric(name: string): string {
  return name.replace(HOST, '.');
}
