// SPDX-License-Identifier: Apache-2.0
export { renderTerminalSummary, type TerminalOptions } from './terminal.js';
export { type ChartFiles, type ReportFiles, writeReport } from './write.js';
