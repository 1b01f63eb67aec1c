// SPDX-License-Identifier: Apache-2.0
import { sha256File } from '../../core/files.js';
import { rawText } from '../../core/foreign.js';
import { oncePer } from '../../core/once.js';
import { type ToolOptions, runTool } from '../../core/tool.js';

/** What decides what a compiler makes of a source. */
export interface CompilerFacts {
  /** First line of what it says about itself. */
  compiler: string;
  /** Digest of the C library that it links. */
  library: string;
}

/** What a compiler says of itself, and which C library it links, by the name of that one's file, e.g. `libc.a`; asked once. */
export const compilerFacts = oncePer(
  async (program: string, library: string, tool: ToolOptions): Promise<CompilerFacts> => {
    const [compiler = ''] = rawText(await runTool(program, ['--version'], tool)).split('\n');
    const path = rawText(await runTool(program, [`-print-file-name=${library}`], tool)).trim();
    return { compiler, library: await sha256File(path) };
  },
);
