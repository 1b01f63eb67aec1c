// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import type { SettingName } from '../metric/conditions.js';

/** A setting as readers see it, and for which metrics a ratio over two values of it misleads. */
interface KnownSetting {
  label: string;
  misleads: 'never' | 'boot' | 'always';
}

/** A monitor is no setting of a declaration: each cell has its own, and two of hosts do not compare at all. */
const SETTINGS: Readonly<Record<SettingName | 'monitor', KnownSetting>> = {
  monitor: { label: 'monitor', misleads: 'never' },
  // Firmware runs before a kernel on the one, and not on the other: tens of milliseconds, more than some kernels take.
  machine: { label: 'machine type', misleads: 'boot' },
  // A small kernel spends much of its boot on initialising it.
  memory: { label: 'memory', misleads: 'boot' },
  cpus: { label: 'CPUs', misleads: 'always' },
  root: { label: 'file system', misleads: 'never' },
  page: { label: 'page served', misleads: 'always' },
  concurrency: { label: 'concurrency', misleads: 'always' },
  'keep-alive': { label: 'kept connections', misleads: 'always' },
  client: { label: 'place of the client', misleads: 'always' },
  allocator: { label: 'allocator', misleads: 'never' },
  mitigations: { label: 'mitigations', misleads: 'never' },
  console: { label: 'console', misleads: 'never' },
  'clock-source': { label: 'clock source', misleads: 'never' },
};

/** The order in which differences are named: as above, and behind that what only logs have. */
export const SETTING_ORDER: readonly string[] = Object.keys(SETTINGS);

/** A setting in words; one that only a log has is in words already. */
export function settingLabel(setting: string): string {
  return ownValue<KnownSetting>(SETTINGS, setting)?.label ?? setting;
}

/** True when values of this metric that differ in the setting must not be divided by each other. Of what only logs have every setting counts. */
export function misleads(setting: string, metric: string): boolean {
  const when = ownValue<KnownSetting>(SETTINGS, setting)?.misleads ?? 'always';
  return when === 'always' || (when === 'boot' && metric.startsWith('boot.'));
}
