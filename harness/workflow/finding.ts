// SPDX-License-Identifier: Apache-2.0

/** One line of a diagnosis: what is there, what is missing, and what is worth knowing. */
export interface Finding {
  state: 'ok' | 'missing' | 'note';
  what: string;
  detail: string;
}
