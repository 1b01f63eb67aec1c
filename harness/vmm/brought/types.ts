// SPDX-License-Identifier: Apache-2.0
import type { Foreign } from '../../core/foreign.js';
import type { MonitorTraits, VmFault, VmSpec } from '../types.js';

/**
 * A monitor that is one static file, which a system brings as it brings its kernel. It runs guests under KVM, and their console is its standard
 * output.
 */
export interface BroughtMonitor extends Omit<MonitorTraits, 'clocks' | 'profiles'> {
  /** True for one whose guests have the files that it sees: it is not run where it would see any but its own. */
  sharesFiles: boolean;
  /** Its words for a machine, behind its own name. */
  words: (spec: VmSpec) => string[];
  /** Variables that are set for it alone. */
  env: (spec: VmSpec) => Readonly<Record<string, string>>;
  /** Why a guest failed, where its standard error says so. */
  faultIn: (stderr: Foreign) => VmFault | undefined;
}
