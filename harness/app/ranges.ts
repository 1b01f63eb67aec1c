// SPDX-License-Identifier: Apache-2.0

/**
 * A TCP port.
 * @minimum 1
 * @maximum 65535
 * @asType integer
 */
export type Port = number;

/**
 * A time of the guest in ms, a day at most.
 * @minimum 1
 * @maximum 86400000
 * @asType integer
 */
export type GuestTime = number;

/**
 * A number of a user or a group.
 * @minimum 0
 * @maximum 4294967294
 * @asType integer
 */
export type OwnerNumber = number;

/**
 * A limit, as the kernel counts it.
 * @minimum 0
 * @maximum 9007199254740991
 * @asType integer
 */
export type LimitNumber = number;
