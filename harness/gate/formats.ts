// SPDX-License-Identifier: Apache-2.0

/** How a comparison is printed: for people, as JSON, or for the CI that runs it. */
export const FORMATS = ['text', 'json', 'github', 'gitlab', 'junit'] as const;

/** One of {@link FORMATS}. */
export type ComparisonFormat = (typeof FORMATS)[number];
