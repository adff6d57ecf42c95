export function checkScenario(_a: unknown, _ok: boolean, _r: (severity: "fault" | "warning", path: readonly PropertyKey[], message: string, suggestion?: string, atKey?: boolean) => void): void {}
