/** The first screen: what ships, to be chosen from. */
import type { Preset } from "../desk/protocol.ts";
import { h } from "../dom.ts";
import { fragmentOf } from "../route.ts";
import { STAYS_HERE } from "../words.ts";

export function galleryView(presets: readonly Preset[]): HTMLElement {
  return h(
    "section",
    { class: "gallery", "aria-labelledby": "gallery-title" },
    h("h1", { id: "gallery-title" }, "Choose a scenario. It runs at once."),
    h(
      "p",
      { class: "lead" },
      "Muster simulates what happens when several national threats ask for mutual aid at the same time, many times over, and says where the next request cannot be met. ",
      STAYS_HERE,
    ),
    h("ul", { class: "presets" }, ...presets.map(card)),
  );
}

function card({ id, name, story, question }: Preset): HTMLElement {
  const href = fragmentOf({ preset: id, runs: null, seed: null });
  return h(
    "li",
    { class: "preset" },
    h("h2", {}, h("a", { href }, name)),
    h("p", {}, question),
    h("p", { class: "story" }, story),
  );
}
