// SPDX-License-Identifier: Apache-2.0

/** The part of jstat that is used; it has no types of its own. */
declare module 'jstat' {
  interface Jstat {
    studentt: {
      /** Quantile of Student's t. @param p probability, 0 to 1. @param dof degrees of freedom. */
      inv(p: number, dof: number): number;
    };
    /** The regularised incomplete beta function. @param x 0 to 1. */
    ibeta(x: number, a: number, b: number): number;
    beta: {
      /** Quantile of the beta distribution. @param p probability, 0 to 1. */
      inv(p: number, alpha: number, beta: number): number;
    };
  }
  /** The library. */
  const jstat: Jstat;
  export default jstat;
}
