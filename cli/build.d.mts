/** Types of build.mjs, which must run before anything is built. */
export const root: string;
export function build(): Promise<void>;
export function isFresh(): boolean;
