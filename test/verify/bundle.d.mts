export declare const root: string;
export declare function bundle(folder: string): Promise<string>;
