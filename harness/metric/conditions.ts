// SPDX-License-Identifier: Apache-2.0
import type { ShortText } from '../core/text-types.js';

/** In what two measurements can differ beside what was to be compared, and that this program knows of itself. */
export type SettingName =
  | 'machine'
  | 'memory'
  | 'cpus'
  | 'root'
  | 'page'
  | 'concurrency'
  | 'keep-alive'
  | 'client'
  | 'allocator'
  | 'mitigations'
  | 'console'
  | 'clock-source';

/**
 * What a value was measured under: a word or number by setting. What is not known is left out. A log may have settings of its
 * client beside those of {@link SettingName}, by the name that a reader sees.
 */
export type Conditions = Readonly<Record<string, string | number>>;

/** What a system brings along to every measurement of it, by setting. */
export type DeclaredConditions = Partial<Record<SettingName, ShortText>>;
