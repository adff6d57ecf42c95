/** Types of serve.mjs. */
export interface Served {
  readonly address: string;
  close(): Promise<void>;
}
export function servePage(folder?: string, port?: number): Promise<Served>;
