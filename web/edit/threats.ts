/** Threats: when they come, on a timeline; where, on a map; how severe, how long, and what they ask for. */
import { unitNames } from "../../engine/tally/words.ts";
import { isRecord, type Plain } from "../../scenarios/format/tree.ts";
import type { Opened } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { choiceField, figureField } from "./fields.ts";
import { shownFigure } from "./figures.ts";
import { createPlaceMap } from "./place-map.ts";
import { createSection, type Section, smallButton } from "./section.ts";
import { dormantThreats, horizonOf, rowOf, type ThreatRow, threatRows, timeText, whereWords } from "./threat-rows.ts";
import { createThreatTimeline } from "./threat-timeline.ts";
import type { Workbench } from "./workbench.ts";

export function createThreats(bench: Workbench, opened: Opened): Section {
  const start = opened.clock.startMinuteOfDay;
  const names = placeNames(opened);
  let chosen: string | null = null;
  let incident: number | null = null;
  const rowsNow = () => threatRows(bench.view, start, horizonOf(bench.view));
  const holder = h("div", { class: "threat-holder" });
  const readout = h("p", { class: "note" });

  const incidentPath = (threat: string, index: number, key: string) =>
    ["threats", threat, "arrivals", "schedule", index, key] as const;
  const scheduleOf = (threat: string) => {
    const schedule = bench.at(["threats", threat, "arrivals", "schedule"]);
    return Array.isArray(schedule) ? schedule : [];
  };
  const add = (threat: string, minute: number) => {
    const at = timeText(minute, start);
    const known = scheduleOf(threat);
    incident = known.length;
    bench.change([[["threats", threat, "arrivals"], { schedule: [...known, { at }] }]], `an incident more at ${at}`);
  };
  const remove = (threat: string, index: number) => {
    incident = null;
    const left = scheduleOf(threat).filter((_, i) => i !== index);
    bench.change([[["threats", threat, "arrivals", "schedule"], left]], `incident ${index + 1} taken out`);
  };

  const timeline = createThreatTimeline({
    choose(threat) {
      if (threat !== chosen) incident = null;
      chosen = threat;
      sync();
    },
    move: (threat, index, minute) =>
      bench.change(
        [[incidentPath(threat, index, "at"), timeText(minute, start)]],
        `incident ${index + 1} at ${timeText(minute, start)}`,
        `move ${threat} ${index}`,
      ),
    remove,
    add,
    point(index) {
      if (incident === index) return;
      incident = index;
      sync();
    },
  });
  holder.append(timeline.element);

  const wordsOf = (row: ThreatRow, index: number) => {
    const { at, where, severity } = row.incidents[index]!;
    const place = where ?? bench.at(["threats", row.id, "where"]);
    return [
      at === null ? "at a time that is a range" : timeText(at, start),
      ...(severity === undefined ? [] : [`severity ${shownFigure(severity) || "drawn"}`]),
      whereWords(place, names),
    ].join(", ");
  };

  const draw = () => {
    if (holder.clientWidth === 0) return;
    const { startWeekday, startMinuteOfDay } = opened.clock;
    timeline.draw(
      { rows: rowsNow(), chosen, incident, horizon: horizonOf(bench.view), startMinuteOfDay, startWeekday, wordsOf },
      holder.clientWidth,
    );
  };
  new ResizeObserver(draw).observe(holder);

  const adding = createSection(
    "adding",
    () =>
      dormantThreats(bench.view, start, horizonOf(bench.view))
        .map(({ id }) => id)
        .join(),
    () => {
      const select = h("select", { "aria-label": "A threat to add" });
      select.append(
        h("option", { value: "" }, "A threat of my own"),
        ...dormantThreats(bench.view, start, horizonOf(bench.view)).map(({ id, name }) =>
          h("option", { value: id }, name),
        ),
      );
      return [
        h("label", { class: "field-row" }, h("span", { class: "field-label" }, "Add a threat"), select),
        h("button", { type: "button", click: () => addThreat(select.value) }, "Add"),
      ];
    },
  );
  const addThreat = (id: string) => {
    const at = timeText(Math.min(1440 + 18 * 60 - start, horizonOf(bench.view) / 2), start);
    if (id !== "") {
      chosen = id;
      incident = 0;
      bench.change([[["threats", id, "arrivals"], { schedule: [{ at }] }]], `a threat more: ${id}`);
      return;
    }
    let own = "my-threat";
    for (let n = 2; bench.at(["threats", own]) !== undefined; n++) own = `my-threat-${n}`;
    chosen = own;
    incident = 0;
    const needs = [{ capability: opened.capabilities[0]!.id, units: 10 }];
    bench.change(
      [
        [
          ["threats", own],
          { name: "A threat of my own", arrivals: { schedule: [{ at }] }, phases: [{ duration: "8 h", needs }] },
        ],
      ],
      "a threat more",
    );
  };

  const map = createPlaceMap(opened.forces, (id) => {
    if (chosen === null) return;
    const path = incident === null ? ["threats", chosen, "where"] : incidentPath(chosen, incident, "where");
    bench.change([[path, id]], `place: ${names.get(id) ?? id}`);
  });

  const detail = createSection("threat-detail", detailKey, (take) => {
    const threat = chosen === null ? undefined : bench.at(["threats", chosen]);
    if (chosen === null || threat === undefined) return [h("p", { class: "note" }, "Choose a threat to change it.")];
    const id = chosen;
    const row = rowOf(id, threat, start, horizonOf(bench.view));
    const base = ["threats", id] as const;
    const arrivals = [...base, "arrivals", row.kind] as const;
    const atRate = row.perDay !== null;
    const rateKey =
      ["perDay", "perHour", "perYear"].find((key) => bench.at([...arrivals, key]) !== undefined) ?? "perDay";
    const unit = { perDay: "a day", perHour: "an hour", perYear: "a year" }[rateKey]!;
    const when = atRate
      ? [
          row.kind === "finiteSource"
            ? null
            : take(figureField(bench, { path: [...arrivals, rateKey], label: "How often", unit })),
          row.kind === "hawkes"
            ? take(
                figureField(bench, {
                  path: [...arrivals, "meanChildren"],
                  label: "Each leads to, on average",
                  unit: "more",
                }),
              )
            : null,
          row.kind === "finiteSource"
            ? null
            : take(figureField(bench, { path: [...arrivals, "from"], label: "From", empty: "the start" })),
          row.kind === "finiteSource"
            ? null
            : take(figureField(bench, { path: [...arrivals, "until"], label: "Until", empty: "the end" })),
        ]
      : [
          incidentTable(id, row),
          smallButton("+ Incident", "Add an incident", () => add(id, nextMinute(row, horizonOf(bench.view)))),
        ];
    const severity = bench.at([...base, "severity"]);
    const levels = isRecord(severity) && isRecord(severity.levels);
    const phases = bench.at([...base, "phases"]);
    return [
      h(
        "div",
        { class: "detail-head" },
        h("h2", {}, row.name),
        smallButton("Take it out", `Take it out: ${row.name}`, () => {
          chosen = null;
          bench.change([[base, null]], `${row.name} taken out`);
        }),
      ),
      h(
        "div",
        { class: "detail-columns" },
        h(
          "div",
          { class: "detail-fields" },
          ...when,
          take(whereField(bench, [...base, "where"], opened, names)),
          levels
            ? h("p", { class: "note" }, "Its severity is one of several levels: change them in the file.")
            : take(figureField(bench, { path: [...base, "severity"], label: "How severe", empty: "1" })),
          ...(Array.isArray(phases) ? phases.map((phase, i) => phaseOf(id, phase, i, phases.length)) : []),
        ),
        h("div", { class: "detail-map" }, mapTitle(), map.element),
      ),
    ];

    function mapTitle(): HTMLElement {
      const what = incident === null ? "all its incidents" : `incident ${incident + 1}`;
      return h("p", { class: "note" }, `Choose a force to place ${what} there.`);
    }

    function incidentTable(threatId: string, { incidents }: ThreatRow): HTMLElement {
      const rows = incidents.map(({ index }) => {
        const label = `Incident ${index + 1}`;
        return h(
          "tr",
          { class: index === incident ? "is-chosen" : "" },
          h("th", { scope: "row" }, String(index + 1)),
          h(
            "td",
            {},
            take(
              figureField(bench, { path: incidentPath(threatId, index, "at"), label: `${label}, time`, quiet: true }),
            ),
          ),
          h(
            "td",
            {},
            take(whereField(bench, incidentPath(threatId, index, "where"), opened, names, `${label}, place`)),
          ),
          h(
            "td",
            {},
            take(
              figureField(bench, {
                path: incidentPath(threatId, index, "severity"),
                label: `${label}, severity`,
                quiet: true,
                empty: "drawn",
              }),
            ),
          ),
          h(
            "td",
            {},
            smallButton("×", `Take out incident ${index + 1}`, () => remove(threatId, index)),
          ),
        );
      });
      const head = ["", "when", "where", "severity", ""].map((word) => h("th", { scope: "col" }, word));
      return h(
        "div",
        { class: "scroller", tabindex: 0, role: "region", "aria-label": "Incidents" },
        h(
          "table",
          { class: "edit-table incidents" },
          h("caption", { class: "unseen" }, "Incidents"),
          h("thead", {}, h("tr", {}, ...head)),
          h("tbody", {}, ...rows),
        ),
      );
    }

    function phaseOf(threatId: string, phase: Plain, i: number, count: number): HTMLElement {
      const path = ["threats", threatId, "phases", i] as const;
      const needs = isRecord(phase) && Array.isArray(phase.needs) ? phase.needs : [];
      const title =
        count === 1
          ? "While it lasts"
          : `Phase ${i + 1}${isRecord(phase) && typeof phase.id === "string" ? `: ${phase.id.replaceAll("-", " ")}` : ""}`;
      const named = count === 1 ? "It" : `Phase ${i + 1}`;
      return h(
        "fieldset",
        { class: "phase" },
        h("legend", {}, title),
        take(figureField(bench, { path: [...path, "duration"], label: `${named} lasts` })),
        ...needs.map((need, n) => {
          const capability = isRecord(need) ? String(need.capability) : "";
          const known = opened.capabilities.find((one) => one.id === capability);
          const name = known?.name ?? unitNames(capability, capability).many;
          const each = isRecord(need) && need.perSeverity === true ? "for each step of severity" : "units";
          const isWork = isRecord(need) && need.work !== undefined;
          return h(
            "div",
            { class: "need asked" },
            take(
              figureField(bench, {
                path: [...path, "needs", n, isWork ? "work" : "units"],
                label: `${name}${count === 1 ? "" : `, phase ${i + 1}`}`,
                unit: isWork ? "unit-minutes" : each,
              }),
            ),
            smallButton("×", `Take out ${name} of phase ${i + 1}`, () =>
              bench.change(
                [[[...path, "needs"], needs.filter((_, other) => other !== n)]],
                `${name} no longer asked for`,
              ),
            ),
          );
        }),
        needAdder([...path, "needs"], needs),
      );
    }

    function needAdder(path: readonly (string | number)[], needs: readonly Plain[]): HTMLElement {
      const select = h("select", { "aria-label": "A capability to ask for" });
      select.append(...capabilityChoices(bench, opened).map(({ id: one, name }) => h("option", { value: one }, name)));
      return h(
        "div",
        { class: "need" },
        select,
        smallButton("Ask for it too", "Ask for it too: the capability chosen beside", () =>
          bench.change([[path, [...needs, { capability: select.value, units: 1 }]]], `${select.value} asked for too`),
        ),
      );
    }
  });

  /** What the detail is made of: it is built anew when that changes. */
  function detailKey(): string {
    const threat = chosen === null ? undefined : bench.at(["threats", chosen]);
    if (chosen === null || threat === undefined) return "none";
    const { kind, incidents, perDay } = rowOf(chosen, threat, start, horizonOf(bench.view));
    const phases = isRecord(threat) && Array.isArray(threat.phases) ? threat.phases : [];
    const needs = phases.map((phase) =>
      isRecord(phase) && Array.isArray(phase.needs)
        ? phase.needs.map((need) => (isRecord(need) ? need.capability : ""))
        : [],
    );
    return JSON.stringify([chosen, incident, kind, incidents.length, perDay !== null, needs]);
  }

  const list = chooser(
    rowsNow,
    () => chosen,
    (id) => {
      chosen = id;
      incident = null;
      sync();
    },
  );

  const sync = () => {
    const rows = rowsNow();
    if (chosen === null || bench.at(["threats", chosen]) === undefined) chosen = rows[0]?.id ?? null;
    const row = rows.find(({ id }) => id === chosen);
    if (incident !== null && row !== undefined && incident >= row.incidents.length) incident = null;
    draw();
    list.sync();
    adding.sync();
    detail.sync();
    const where = incident === null ? undefined : row?.incidents[incident]?.where;
    map.draw(where ?? (chosen === null ? undefined : bench.at(["threats", chosen, "where"])));
    setText(
      readout,
      rows.some(({ kind }) => kind === "schedule")
        ? "Drag a mark, or move it with the arrow keys: an hour, a day with Page Up and Page Down, a quarter with Shift; Delete takes it out."
        : "Bands are as high as the rate. Choose a threat by its name.",
    );
  };

  return {
    element: h(
      "div",
      { class: "edit-threats" },
      holder,
      readout,
      h("div", { class: "choosing" }, list.element, adding.element),
      detail.element,
    ),
    sync,
  };
}

/** The threats as a list to choose from: for the keyboard, and where names on the timeline are cut short. */
function chooser(rows: () => readonly ThreatRow[], chosen: () => string | null, choose: (id: string) => void): Section {
  const select = h("select", { "aria-label": "Threat to change", change: () => choose(select.value) });
  return {
    element: h("label", { class: "field-row" }, h("span", { class: "field-label" }, "Threat"), select),
    sync() {
      select.replaceChildren(...rows().map(({ id, name }) => h("option", { value: id }, name)));
      select.value = chosen() ?? "";
    },
  };
}

function nextMinute({ incidents }: ThreatRow, horizon: number): number {
  const last = Math.max(0, ...incidents.map(({ at }) => at ?? 0));
  return Math.min(horizon - 60, incidents.length === 0 ? Math.min(1440, horizon / 2) : last + 1440);
}

function placeNames({ forces, capabilities }: Opened): ReadonlyMap<string, string> {
  return new Map([
    ...capabilities.flatMap(({ regions }) => regions.map(({ id, name }) => [id, name] as const)),
    ...forces.map(({ id, name }) => [id, name] as const),
  ]);
}

function whereField(
  bench: Workbench,
  path: readonly (string | number)[],
  { forces }: Opened,
  names: ReadonlyMap<string, string>,
  label?: string,
) {
  const own = label !== undefined;
  const choices = [
    ...(own ? [{ value: "", words: "as the threat says" }] : []),
    { value: "by population", words: "anywhere, by population" },
    { value: "by officers", words: "anywhere, by officers" },
    ...forces.map(({ id }) => ({ value: id, words: names.get(id) ?? id })),
  ];
  return choiceField(
    bench,
    { path, label: label ?? "Where", quiet: own },
    choices,
    (value) => {
      if (value === undefined) return own ? "" : "other";
      if (typeof value === "string") return value;
      return isRecord(value) && typeof value.weightedBy === "string" && value.among === undefined
        ? `by ${value.weightedBy}`
        : "other";
    },
    (choice) => (choice === "" ? undefined : choice.startsWith("by ") ? { weightedBy: choice.slice(3) } : choice),
  );
}

/** All of the scenario's, those that it asks for already first. */
function capabilityChoices(bench: Workbench, { capabilities }: Opened): readonly { id: string; name: string }[] {
  const all = bench.at(["capabilities"]);
  const asked = new Set(capabilities.map(({ id }) => id));
  const others = isRecord(all)
    ? Object.entries(all)
        .filter(([id]) => !asked.has(id))
        .map(([id, one]) => ({ id, name: isRecord(one) && typeof one.name === "string" ? one.name : id }))
        .sort((a, b) => a.name.localeCompare(b.name, "en-GB"))
    : [];
  return [...capabilities, ...others];
}
