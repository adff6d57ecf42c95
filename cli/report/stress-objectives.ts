/** STRESS-DES items 1.1 to 1.3: what the model is for, what it puts out, what was tried. */
import { html } from "../../scenarios/papers/html.ts";
import { VALIDITY } from "../../scenarios/papers/source.ts";
import { OUTPUTS } from "./outputs.ts";
import type { Paper } from "./paper.ts";
import type { Answers } from "./stress-des.ts";

export function answersOnObjectives({ manifest, summary, assumed, asked }: Paper): Answers<"1"> {
  const { story, question, reading, policy } = manifest.resolvedScenario;
  const drawn = assumed.filter(({ group }) => group === "drawn").length;
  return {
    "1.1": html`<p>For each capability: when, where and how likely is it that the next request for mutual aid cannot be met,
      when several threats strike at once? For planning and exercising; it is no deployment system. ${VALIDITY}</p>
      ${question === undefined ? null : html`<p>This scenario asks: ${question.trim()}</p>`}
      ${story === undefined ? null : html`<p>Its story: ${story.trim()}</p>`}
      ${reading === undefined ? null : html`<p>How it is to be read: ${reading.trim()}</p>`}`,
    "1.2": html`<p>For the nation, each region and (where holdings may be shown) each force. Levels are entered at the end
      of each minute as whole numbers; the identity required = on the ground + in transit + resting + unresourced is
      asserted in every run.</p>
      <ul class="tight">${OUTPUTS.map(({ name, unit, definition }) => html`<li><b>${name}</b> (${unit}): ${definition}.</li>`)}</ul>
      <p>Intervals are two-sided at 95 %: Wilson's for probabilities, Student's for means (cut at 0), order statistics for
      quantiles. What the runs cannot support is a dash here and null in summary.json, with the reason.</p>`,
    "1.3": html`<p>Scenario-based analysis of one scenario, “${summary.scenario.name}”, with ${asked.length} of
      ${summary.capabilities.length} capabilities asked for.
      ${
        drawn === 0
          ? html`No number in it is a range, so the runs differ by luck alone.`
          : html`${drawn} numbers are given as ranges and drawn
            ${manifest.outer === null ? "anew in each run" : `${manifest.outer} times, each draw shared by equally many runs (an outer loop)`},
            so that what is not known is in every figure; how much each matters stands in the list of assumptions.`
      }
      Nothing was optimised.
      ${policy?.escalation === true ? html`Escalation is on in this scenario; its evidence is weak and it must never be read as “more force works”.` : html`Escalation is off.`}</p>`,
  };
}
