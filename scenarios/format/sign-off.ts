/**
 * Sign-off: who owns a scenario, who accepted which assumption, when, and until when it is to be looked at again. It
 * holds for exactly what was signed: the SHA-256 of the resolved scenario without the sign-off. Any later edit, of the
 * file or of what it builds on, voids it, and every output says so.
 */
import { canonicalJson } from "./canonical.ts";
import type { Scenario } from "./schema.ts";

/** The text whose SHA-256 names a scenario: signing it changes nothing of what is simulated. */
export function textToSign(scenario: Scenario): string {
  const { signOff, ...rest } = scenario;
  signOff satisfies unknown;
  return canonicalJson(rest);
}

export interface SignOffStatus {
  /** false: edited since, or never sealed with `muster sign` */
  readonly valid: boolean;
  /** one sentence */
  readonly text: string;
  readonly owner: string;
  readonly on: string;
  readonly reviewBy: string | null;
  readonly accepted: readonly { readonly assumption: string; readonly by: string; readonly on: string }[];
}

/** @param sha256 of `textToSign`; null: nobody signed */
export function signOffStatus({ signOff }: Scenario, sha256: string): SignOffStatus | null {
  if (signOff === undefined) return null;
  const { owner, on, reviewBy, accepted, signedSha256 } = signOff;
  const valid = signedSha256 === sha256;
  const review = reviewBy === undefined ? "" : `, review by ${reviewBy}`;
  const taken = accepted?.length
    ? `; assumptions accepted: ${accepted.map(({ assumption, by }) => `${assumption} (${by})`).join(", ")}`
    : "";
  const why = signedSha256 === undefined ? "not sealed with muster sign" : "edited since";
  const voided = valid ? "" : `; ${why}: the sign-off is void`;
  return {
    valid,
    text: `Signed off by ${owner} on ${on}${review}${taken}${voided}.`,
    owner,
    on,
    reviewBy: reviewBy ?? null,
    accepted: accepted ?? [],
  };
}
