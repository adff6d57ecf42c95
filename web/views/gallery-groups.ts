/** The presets by who is likely to ask their question; one that is in no group stands under the last. */

export interface Group {
  readonly title: string;
  /** whom it is for, in a line */
  readonly who: string;
  readonly presets: readonly string[];
}

export const GROUPS: readonly Group[] = [
  {
    title: "Mutual aid across the country",
    who: "For NPoCC, RICCs and chief officers on the strategic rota",
    presets: [
      "concurrent-disorder",
      "plans/disorder-that-escalates",
      "london-and-provinces",
      "disorder-c1-attack",
      "ten-day-endurance",
      "northern-ireland-asks",
      "pandemic-and-disorder",
    ],
  },
  {
    title: "Days that were, and what was learned",
    who: "For those who review, inspect and exercise",
    presets: ["disorder-2024", "plans/disorder-2024-called-2-august", "riots-2011"],
  },
  {
    title: "Public order and events",
    who: "For Gold, Silver and event planners",
    presets: ["precautionary-night", "weekend-protests", "state-funeral", "summit-and-attack", "prison-disorder"],
  },
  {
    title: "Firearms, counter-terrorism and cyber",
    who: "For SFCs, CT networks and cyber units",
    presets: ["marauding-two-cities", "armed-stand-down", "c1-forces"],
  },
  {
    title: "Civil emergencies",
    who: "For LRFs, casualty bureaux and control rooms",
    presets: [
      "east-coast-surge",
      "reservoir-evacuation",
      "power-out-five-days",
      "mass-fatality-transport",
      "control-rooms-fail",
    ],
  },
  {
    title: "Structure and the long run",
    who: "For policy, workforce and finance",
    presets: ["year-of-everything", "merged-forces", "merged-twelve"],
  },
  {
    title: "To learn with",
    who: "Small enough to follow by hand",
    presets: ["two-counties"],
  },
];

/** The groups with the presets that there are. */
export function grouped<P extends { readonly id: string }>(presets: readonly P[]): { group: Group; presets: P[] }[] {
  const placed = new Set(GROUPS.flatMap((group) => group.presets));
  const rest = presets.filter(({ id }) => !placed.has(id));
  return GROUPS.map((group, i) => {
    const own = group.presets.flatMap((id) => presets.filter((preset) => preset.id === id));
    return { group, presets: i === GROUPS.length - 1 ? [...own, ...rest] : own };
  }).filter((one) => one.presets.length > 0);
}
