/** Types of build.mjs, which must run before anything is built. */
export const pageFolder: string;
export const singleFile: string;
export const policy: string;
export const headers: Readonly<Record<string, string>>;
export function buildPage(folder?: string): Promise<void>;
export function buildSingleFile(file?: string): Promise<void>;
