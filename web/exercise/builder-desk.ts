/** The desk's part of the exercise builder. */
import Papa from "papaparse";
import { buildExercise } from "../../scenarios/builder/exercise.ts";
import type { ResolvedScenario } from "../../scenarios/format/read.ts";
import register from "../../scenarios/reference/nrr/register.csv?raw";
import { bareReference } from "../desk/detail-desk.ts";
import { Refused } from "../desk/protocol.ts";
import { presetOf, readSource, templateIds } from "../desk/shipped.ts";
import type { BuilderChoices, BuilderDesk, Named } from "./protocol.ts";

/** Made of all the others, and no risk. */
const WHOLE = "nrr/whole-register";

let choices: BuilderChoices | null = null;

export const builderDesk: BuilderDesk = {
  async builderChoices() {
    choices ??= readChoices();
    return choices;
  },
  async buildExercise(choice) {
    let built: ReturnType<typeof buildExercise>;
    try {
      built = buildExercise(choice, resolved, bareReference());
      if ("text" in built) readSource({ preset: null, text: built.text, fileName: "exercise.yaml" });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { refused: error.lines };
    }
    return built;
  },
};

function resolved(id: string): ResolvedScenario {
  return readSource({ preset: id, text: null, fileName: "" }).resolved;
}

function readChoices(): BuilderChoices {
  const { data } = Papa.parse<Readonly<Record<string, string>>>(register.trim(), { header: true });
  const themes = new Map(data.map(({ id, theme }) => [`nrr/${id}`, theme ?? ""]));
  const { places } = bareReference();
  const regionsOf = (scheme: string): Named[] =>
    Object.entries(places.schemes?.[scheme] ?? {}).map(([id, region]) => ({
      id: `${scheme}/${id}`,
      name: region.name ?? id,
    }));
  return {
    risks: templateIds()
      .filter((id) => id !== WHOLE)
      .map((id) => {
        const { name, story } = presetOf(id);
        return { id, name: name.replace(/ \(National Risk Register\)$/, ""), theme: themes.get(id) ?? "", story };
      }),
    forces: Object.entries(places.forces ?? {}).map(([id, force]) => ({ id, name: force.name ?? id })),
    regions: regionsOf("ricc"),
    forums: regionsOf("lrf"),
  };
}
