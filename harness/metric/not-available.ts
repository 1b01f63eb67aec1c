// SPDX-License-Identifier: Apache-2.0

/**
 * Code of a value that a system cannot have, such as the size of a file that its kind has none of. It is missing, and says why, but
 * nothing failed: every other missing value is a failure.
 */
export const NOT_AVAILABLE = 'NOT_AVAILABLE';
