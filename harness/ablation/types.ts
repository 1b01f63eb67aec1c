// SPDX-License-Identifier: Apache-2.0
import type { KernelArguments, LongText, ShortText } from '../core/text-types.js';
import type { Measure } from '../plan/ablation.js';

/**
 * Names of options with spaces between them; `*` stands for any part of a name.
 * @pattern ^[!-~]+([ \n]+[!-~]+)*\n?$
 * @maxLength 20000
 */
export type OptionNames = string;

/** Options that are looked at together. */
export interface CategoryDeclaration {
  /**
   * Name on the command line; behind a plus or a minus also part of a system's name.
   * @pattern ^[a-z][a-z0-9]*$
   */
  name: string;
  /** Name for readers. */
  title: ShortText;
  /** One sentence. */
  summary: LongText;
  /** Nearest rows of the paper's table of removed options. */
  paper: ShortText;
  /** Put behind the command line of a kernel that gets the category: what the publisher says about its options. */
  cmdline?: KernelArguments;
  /** Options of other categories that are asked for with it when it comes alone: without them hardly any of it would. */
  along?: OptionNames;
  /** Names of options with spaces between them; `*` stands for any part of a name. */
  options: OptionNames;
}

/** Options that belong to no category. */
export interface KeptOptions {
  /** As in a category. */
  options: OptionNames;
  /** One sentence or two: why they stay as they are. */
  why: LongText;
}

/** `kernel/ablation.yaml`: categories of options, and by what they are priced. */
export interface AblationFile {
  /** @minItems 1 */
  measures: Measure[];
  kept: KeptOptions[];
  /**
   * In the order of the paper's table.
   * @minItems 1
   */
  categories: CategoryDeclaration[];
}
