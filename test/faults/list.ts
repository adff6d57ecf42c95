/**
 * The faults that are planted to see whether a test finds them: one line each, in the engine or in what compiles a
 * scenario for it, and the sort of slip that people make. A line is named by its text without indentation, and must
 * be found exactly once in its file.
 */

export interface Fault {
  /** what would be wrong, in plain words */
  readonly title: string;
  readonly file: string;
  readonly line: string;
  readonly becomes: string;
}

const fault = (title: string, file: string, line: string, becomes: string): Fault => ({ title, file, line, becomes });

const people: readonly Fault[] = [
  fault(
    "floor off by one officer",
    "engine/response/people.ts",
    "const lendable = left - w.floor[at]!;",
    "const lendable = left - w.floor[at]! + 1;",
  ),
  fault(
    "the alert's floor rounded down",
    "engine/response/people.ts",
    "floor = Math.max(floor, Math.ceil(w.alertOf[holder]! * present - WHOLE));",
    "floor = Math.max(floor, Math.floor(w.alertOf[holder]! * present + WHOLE));",
  ),
  fault(
    "the host's floor binds at home",
    "engine/response/donors.ts",
    "let units = tier === 1 ? w.free[hc]! : w.lend[hc]!;",
    "let units = w.lend[hc]!;",
  ),
  fault(
    "the agreed contribution does not cap what is away",
    "engine/response/people.ts",
    "if (agreed < lend) lend = Math.max(agreed, 0);",
    "if (agreed < 0) lend = 0;",
  ),
  fault(
    "overlap dropped: using a skill blocks nobody at the other",
    "engine/response/people.ts",
    "const blocked = Math.floor(share * w.use[x]! + WHOLE);",
    "const blocked = 0;",
  ),
  fault(
    "overlap binds one way only",
    "engine/response/people.ts",
    "else slack = Math.min(slack, Math.ceil((left + 1) / share - WHOLE) - 1 - w.use[x]!);",
    "else slack = Math.min(slack, UNLIMITED);",
  ),
  fault(
    "an officer in use at a skill is not in use at the skills above it",
    "engine/response/people.ts",
    "const used = w.use[at]! + officers;",
    "const used = w.use[at]! + (i === 0 ? officers : 0);",
  ),
  fault(
    "a skill above that is short of people does not bind",
    "engine/response/binding.ts",
    "if (present < UNLIMITED && children[node]! > present) binds[node] = 1;",
    "if (present < UNLIMITED && children[node]! > 2 * present) binds[node] = 1;",
  ),
  fault(
    "absence counted twice",
    "engine/response/people.ts",
    "w.present[at] = trained >= UNLIMITED ? UNLIMITED : Math.floor(trained * share + WHOLE);",
    "w.present[at] = trained >= UNLIMITED ? UNLIMITED : Math.floor(trained * share * share + WHOLE);",
  ),
  fault(
    "who is present rounded to the nearest officer",
    "engine/response/people.ts",
    "w.present[at] = trained >= UNLIMITED ? UNLIMITED : Math.floor(trained * share + WHOLE);",
    "w.present[at] = trained >= UNLIMITED ? UNLIMITED : Math.round(trained * share);",
  ),
  fault(
    "the common part of absence weighs c, not its root",
    "engine/response/people.ts",
    "shift = sigma * (Math.sqrt(common) * national + Math.sqrt(1 - common) * own);",
    "shift = sigma * (common * national + Math.sqrt(1 - common) * own);",
  ),
  fault(
    "readiness classes rounded down, so that the last gets the rest",
    "engine/response/people.ts",
    "const upTo = Math.round(shares[k]! * units);",
    "const upTo = Math.floor(shares[k]! * units);",
  ),
  fault(
    "a holding beside treated as within",
    "scenarios/format/people.ts",
    "const adds = stock.beside[node] === 1 ? (stated !== NONE ? stated : Math.max(0, ownUnits)) : 0;",
    "const adds = 0;",
  ),
  fault("a serial of seven", "engine/response/serials.ts", "const SERIAL = 8;", "const SERIAL = 7;"),
  fault(
    "a lever takes effect without its notice",
    "engine/response/levers.ts",
    "const effect = minute + rule.notice;",
    "const effect = minute;",
  ),
  fault(
    "a rest day begun is not owed",
    "engine/response/levers.ts",
    "if (minutes > 0) days += w.leverExtra[lever]! * Math.ceil(minutes / 1440);",
    "if (minutes > 0) days += w.leverExtra[lever]! * Math.floor(minutes / 1440);",
  ),
];

const answers: readonly Fault[] = [
  fault(
    "donor ties to the last",
    "engine/response/donors.ts",
    "if (next === NONE || donors[from + i]! < donors[from + next]!) next = i;",
    "if (next === NONE || donors[from + i]! > donors[from + next]!) next = i;",
  ),
  fault(
    "equal remainders to the last donor",
    "engine/response/donors.ts",
    "if (later && remainder > most) {",
    "if (later && remainder >= most) {",
  ),
  fault("the reserve of a need ignored", "engine/response/donors.ts", "units -= template.reserve;", "units -= 0;"),
  fault(
    "all donors of a need decline together",
    "engine/response/donors.ts",
    "word = mix(word ^ Math.imul(holder + 1, 0x27d4eb2f));",
    "word = mix(word);",
  ),
  fault(
    "tiers two and three swapped",
    "engine/response/requests.ts",
    "const ORDER_UP = [1, 2, 3, 4];",
    "const ORDER_UP = [1, 3, 2, 4];",
  ),
  fault(
    "the coordination delay of a tier not paid",
    "engine/response/requests.ts",
    "const due = Math.max(w.now, w.tierOpen[tierSlot(w, cap, tier, host)]!) + rule.coordinationDelay;",
    "const due = Math.max(w.now, w.tierOpen[tierSlot(w, cap, tier, host)]!);",
  ),
  fault(
    "a tier opens the minute it is called",
    "engine/response/triggers.ts",
    "w.tierOpen[slot] = w.now + rule.openingDelay;",
    "w.tierOpen[slot] = w.now;",
  ),
  fault(
    "what is still asked left out of a trigger's ratio",
    "engine/response/triggers.ts",
    "return committed + lendable === 0 ? 1 : (committed + asked) / (committed + lendable);",
    "return committed + lendable === 0 ? 1 : committed / (committed + lendable);",
  ),
  fault(
    "last-in-first-out backlog",
    "engine/response/waiting.ts",
    "while (before !== NONE && (w.nAsked[before]! > asked || (w.nAsked[before] === asked && before > need))) {",
    "while (before !== NONE && (w.nAsked[before]! < asked || (w.nAsked[before] === asked && before < need))) {",
  ),
  fault(
    "who waits is served in reverse order of priority",
    "engine/response/requests.ts",
    "for (let lists = 0; lists < w.waitHead.length; lists += w.nCaps) {",
    "for (let lists = w.waitHead.length - w.nCaps; lists >= 0; lists -= w.nCaps) {",
  ),
  fault(
    "of two capabilities that share people the one of the later ask is served first",
    "engine/response/requests.ts",
    "if (need !== NONE && (first === NONE || comesBefore(w, need, w.walkAt[first]!))) first = i;",
    "if (need !== NONE && (first === NONE || comesBefore(w, w.walkAt[first]!, need))) first = i;",
  ),
  fault(
    "a backlog passed over though its host has one unit free",
    "engine/response/requests.ts",
    "if (w.free[cap * w.nHolders + donors[i]!]! > 0) return false;",
    "if (w.free[cap * w.nHolders + donors[i]!]! > 1) return false;",
  ),
  fault(
    "new needs of one minute ask in reverse order of priority",
    "engine/response/respond.ts",
    "if (otherRank < rank || (otherRank === rank && other <= need)) break;",
    "if (otherRank > rank || (otherRank === rank && other <= need)) break;",
  ),
  fault(
    "a strict queue lets those behind overtake",
    "engine/response/requests.ts",
    "if (!met && strict) w.capBlocked[cap] = 1;",
    "if (!met && strict) w.capBlocked[cap] = 0;",
  ),
  fault(
    "part-fill below the smallest team",
    "engine/response/requests.ts",
    "const complete = has + available >= w.nTeam[need]!;",
    "const complete = has + available > 0;",
  ),
  fault(
    "pre-emption of equal priority",
    "engine/response/preempt.ts",
    "return w.templateRank[w.nTemplate[other]!]! > w.templateRank[w.nTemplate[need]!]!;",
    "return w.templateRank[w.nTemplate[other]!]! >= w.templateRank[w.nTemplate[need]!]!;",
  ),
  fault("pre-emption takes from the farthest", "engine/response/preempt.ts", "(far < bestFar ||", "(far > bestFar ||"),
  fault(
    "excess goes home from the lowest tier first",
    "engine/response/needs.ts",
    "if (w.bTier[a] !== w.bTier[b]) return w.bTier[a]! > w.bTier[b]!;",
    "if (w.bTier[a] !== w.bTier[b]) return w.bTier[a]! < w.bTier[b]!;",
  ),
];

const clocks: readonly Fault[] = [
  fault(
    "travel dropped",
    "engine/response/allocation.ts",
    "const travel = capability.travels ? journey(w, from, w.nHost[need]!) : 0;",
    "const travel = 0;",
  ),
  fault(
    "notice dropped",
    "engine/response/allocation.ts",
    "let notice = mustered ? 0 : capability.notice[w.bClass[batch]!]! + delay;",
    "let notice = 0;",
  ),
  fault(
    "units of a planned event arrive before its start",
    "engine/response/allocation.ts",
    "const arrive = Math.max(w.now + notice + travel, w.nStart[need]!);",
    "const arrive = w.now + notice + travel;",
  ),
  fault(
    "the shift starts at the host, not at departure",
    "engine/response/allocation.ts",
    "w.bShiftStart[batch] = departs;",
    "w.bShiftStart[batch] = arrive;",
  ),
  fault(
    "a unit is sent on without an hour of duty to spare",
    "engine/response/allocation.ts",
    "if (dutyLeft(w, at) >= travel + 60) units += w.bCount[at]!;",
    "if (dutyLeft(w, at) >= travel) units += w.bCount[at]!;",
  ),
  fault(
    "rest ignored",
    "engine/response/duty.ts",
    "const rested = w.now + (home ? travel : 0) + duty.rest;",
    "const rested = w.now + (home ? travel : 0);",
  ),
  fault(
    "relief asked for only when the shift is over",
    "engine/response/duty.ts",
    "push(w.calendar, Math.max(w.now, leaves - duty!.reliefLead), EVENT.reliefAsk, batch);",
    "push(w.calendar, leaves, EVENT.reliefAsk, batch);",
  ),
  fault(
    "a tour never ends",
    "engine/response/duty.ts",
    "if (rested >= w.bTourStart[batch]! + duty.tour) {",
    "if (rested >= w.bTourStart[batch]! + 1000 * duty.tour) {",
  ),
  fault(
    "nobody recovers after a tour",
    "engine/response/going-home.ts",
    "if (w.now + duty.rest >= w.bTourStart[batch]! + duty.tour) startRecovery(w, batch, w.now + duty.recovery);",
    "if (w.now + duty.rest >= w.bTourStart[batch]! + duty.tour) startRecovery(w, batch, w.now + duty.rest);",
  ),
  fault(
    "everybody is home at once",
    "engine/response/going-home.ts",
    "if (capability.instantReturn || (atHome && state !== STATE.resting)) {",
    "if (capability.instantReturn || state !== STATE.resting) {",
  ),
  fault(
    "a served clock starts at allocation",
    "engine/response/incidents.ts",
    "if (w.nGround[need]! < w.nWanted[need]!) return false;",
    "if (w.nGround[need]! + w.nEnRoute[need]! < w.nWanted[need]!) return false;",
  ),
  fault(
    "a served clock runs on while units are missing",
    "engine/response/incidents.ts",
    "} else if (!ready && running) {",
    "} else if (!ready && running && w.now < 0) {",
  ),
  fault(
    "the next phase begins with nobody",
    "engine/response/incidents.ts",
    "const from = before === NONE ? NONE : heirOf(w, before, need);",
    "const from: number = NONE;",
  ),
  fault(
    "a planned event asks at its start",
    "engine/response/incidents.ts",
    "const ask = k === 0 ? Math.max(-w.model.warmUp, start - lead) : start;",
    "const ask = start;",
  ),
  fault(
    "many hands do the work of one",
    "engine/response/work.ts",
    "const done = Math.min(left, rate * minutes);",
    "const done = Math.min(left, minutes);",
  ),
  fault(
    "what is at the horizon still happens",
    "engine/response/respond.ts",
    "if (minute >= horizon) break;",
    "if (minute > horizon) break;",
  ),
  fault(
    "an incident escalates where its luck says not",
    "engine/response/escalation.ts",
    "if (tape.stepUniform[step]! >= tape.stepChance[step]!) continue;",
    "if (tape.stepUniform[step]! < tape.stepChance[step]!) continue;",
  ),
];

const measures: readonly Fault[] = [
  fault(
    "run-out while an answer is outstanding",
    "engine/response/accounts.ts",
    "let runOut = awaiting ? 0 : short;",
    "let runOut = short;",
  ),
  fault(
    "a run-out that ends on the hour counted in the next hour too",
    "engine/response/accounts.ts",
    "w.runOutSpells.push(cf, (from / bucketMinutes) | 0, Math.min(nBuckets - 1, ((to - 1) / bucketMinutes) | 0));",
    "w.runOutSpells.push(cf, (from / bucketMinutes) | 0, Math.min(nBuckets - 1, (to / bucketMinutes) | 0));",
  ),
  fault(
    "warm-up counted: what is asked before minute 0",
    "engine/response/outcomes.ts",
    "if (w.now >= 0) {",
    "if (w.now >= -w.model.warmUp) {",
  ),
  fault(
    "warm-up counted: what donors did before minute 0",
    "engine/response/going-home.ts",
    "const from = Math.max(0, w.bAllocated[batch]!);",
    "const from = w.bAllocated[batch]!;",
  ),
  fault(
    "half on the ground satisfies the mobilisation line's eighth hour",
    "engine/response/outcomes.ts",
    "const LINE_SHARE = [0.1, 0.4, 0.6];",
    "const LINE_SHARE = [0.1, 0.4, 0.5];",
  ),
  fault(
    "on time only if early",
    "engine/response/outcomes.ts",
    "else if (done) w.sums[row + (ready <= due ? MET_ON_TIME : MET_LATE)]!++;",
    "else if (done) w.sums[row + (ready < due ? MET_ON_TIME : MET_LATE)]!++;",
  ),
  fault(
    "a reason misattributed: under way elsewhere told as committed",
    "engine/response/reasons.ts",
    "left = put(w, base + UNDER_WAY, left, w.underWayNation[cap]! - here);",
    "left = put(w, base + UNDER_WAY, left, 0);",
  ),
  fault(
    "the host's own idle units told as held back by others",
    "engine/response/reasons.ts",
    "return w.heldNation[cap]! - (Math.max(0, w.free[own]!) - w.lend[own]!);",
    "return w.heldNation[cap]! + 0 * own;",
  ),
  fault(
    "a unit at just an hour's notice left out of the hour's reserve",
    "engine/response/reserve.ts",
    "for (; k < classes && notice[k]! <= RESERVE_MINUTES[h]!; k++) {",
    "for (; k < classes && notice[k]! < RESERVE_MINUTES[h]!; k++) {",
  ),
  fault(
    "histogram bin off by one",
    "engine/tally/histogram.ts",
    "return shift * BINS_PER_OCTAVE + (value >>> shift);",
    "return shift * BINS_PER_OCTAVE + (value >>> shift) + 1;",
  ),
  fault(
    "quantile one rank low",
    "engine/tally/histogram.ts",
    "return Math.min(n, Math.max(1, Math.ceil(q * n - 1e-9)));",
    "return Math.min(n, Math.max(1, Math.floor(q * n + 1e-9)));",
  ),
  fault(
    "runs without a value left out of quantiles",
    "engine/tally/histogram.ts",
    "let below = zeros;",
    "let below = 0 * zeros;",
  ),
  fault(
    "Wilson's interval with z of 1.64",
    "engine/tally/intervals.ts",
    "const z = normalQuantile((1 + confidence) / 2);",
    "const z = normalQuantile(confidence);",
  ),
  fault(
    "Student's t with one degree of freedom too many",
    "engine/tally/intervals.ts",
    "lastT = studentQuantile((1 + confidence) / 2, n - 1);",
    "lastT = studentQuantile((1 + confidence) / 2, n);",
  ),
  fault(
    "variance divided by n",
    "engine/tally/exact.ts",
    "return Number(difference) / (n * (n - 1));",
    "return Number(difference) / (n * n);",
  ),
  fault(
    "merged squares in the wrong limb",
    "engine/tally/pack.ts",
    "forEachEntry(packed.arrays[high]!, (i, value) => addLimbs(into[high], into[low], i, value, 0));",
    "forEachEntry(packed.arrays[high]!, (i, value) => addLimbs(into[high], into[low], i, 0, value));",
  ),
  fault(
    "of two equal causes the last is named",
    "engine/tally/verdict.ts",
    "if (unitHours > largest) {",
    "if (unitHours >= largest) {",
  ),
];

const luck: readonly Fault[] = [
  fault("sigma for cv", "engine/kernel/draws.ts", "const variance = log1p(cv * cv);", "const variance = cv * cv;"),
  fault(
    "mean for median",
    "engine/kernel/draws.ts",
    'return { kind: "lognormal", a: log(median), b: sigma, c: 0 };',
    'return { kind: "lognormal", a: log(median) - (sigma * sigma) / 2, b: sigma, c: 0 };',
  ),
  fault(
    "durations rounded down",
    "engine/kernel/draws.ts",
    "return minutes < 1.5 ? 1 : Math.min(MOST_MINUTES, Math.round(minutes));",
    "return minutes < 2 ? 1 : Math.min(MOST_MINUTES, Math.floor(minutes));",
  ),
  fault(
    "Weibull's shape upside down",
    "engine/kernel/draws.ts",
    "return dist.b * power(-log1p(-u), 1 / dist.a);",
    "return dist.b * power(-log1p(-u), dist.a);",
  ),
  fault(
    "the nation's part of absence is the same in every replication",
    "engine/response/people.ts",
    'openStream(stream, w.seed, "absence", w.replication);',
    'openStream(stream, w.seed, "absence", 0);',
  ),
  fault(
    "all incidents of a threat have the same luck",
    "engine/demand/drawing.ts",
    "branchStream(drawing.stream, drawing.marks[0]! ^ drawing.marks[2]!, drawing.marks[1]!, lane, ordinal);",
    "branchStream(drawing.stream, drawing.marks[0]! ^ drawing.marks[2]!, drawing.marks[1]!, lane, 0 * ordinal);",
  ),
  fault(
    "within a minute the later entry first",
    "engine/kernel/calendar.ts",
    "if (parentMinute < minute || (parentMinute === minute && ties[parent]! < tie)) break;",
    "if (parentMinute < minute || (parentMinute === minute && ties[parent]! > tie)) break;",
  ),
  fault(
    "arrivals two per cent too many",
    "engine/demand/arrivals.ts",
    "let owed = -log(nextUniform(drawing.arrivals));",
    "let owed = -log(nextUniform(drawing.arrivals)) / 1.02;",
  ),
  fault(
    "a scheduled incident happens whatever its chance",
    "engine/demand/arrivals.ts",
    "if (chanceUniform >= schedule.probability) continue;",
    "if (chanceUniform > 1) continue;",
  ),
  fault(
    "Hawkes children come with their parent",
    "engine/demand/offspring.ts",
    "const minute = tape.minute[parent]! + wholeMinutes(sampleDist(kernel.lag, nextUniform(stream)));",
    "const minute = tape.minute[parent]! + 0 * wholeMinutes(sampleDist(kernel.lag, nextUniform(stream)));",
  ),
  fault(
    "a triggered incident where the chance says none",
    "engine/demand/offspring.ts",
    "if (nextUniform(stream) >= trigger.probability) return;",
    "if (nextUniform(stream) < trigger.probability) return;",
  ),
  fault(
    "severity left out of what is asked",
    "engine/demand/incident.ts",
    "const scale = need.perSeverity ? severity : 1;",
    "const scale = 1;",
  ),
  fault(
    "precaution turns when it should not",
    "engine/demand/incident.ts",
    "const goesOn = turns === null || uniforms[at + 1]! < turns.chance;",
    "const goesOn = turns === null || uniforms[at + 1]! >= turns.chance;",
  ),
];

/** The smaller loop for units that are there at once: every slip in it alone is a difference from the general one. */
const lean: readonly Fault[] = [
  fault(
    "there at once: floors do not bind",
    "engine/response/lean/giving.ts",
    "let lend = s.lendAtHome[hc]! - committed;",
    "let lend = s.freeAtHome[hc]! - committed;",
  ),
  fault(
    "there at once: what is away is not counted against the contribution",
    "engine/response/lean/giving.ts",
    "const agreed = w.contribution[hc]! - away;",
    "const agreed = w.contribution[hc]!;",
  ),
  fault(
    "there at once: a team counts what its need should leave behind",
    "engine/response/lean/giving.ts",
    "const spare = (i < own ? w.free[hc]! : w.lend[hc]!) - keepsBack;",
    "const spare = i < own ? w.free[hc]! : w.lend[hc]!;",
  ),
  fault(
    "there at once: a tier that never opens is asked",
    "engine/response/lean/needs.ts",
    "if ((s.t.opens[cap]! & bit) === 0) return false;",
    "if (s.t.opens[cap]! === 0) return false;",
  ),
  fault(
    "there at once: the warm-up's minutes of use are measured",
    "engine/response/lean/giving.ts",
    "const from = Math.max(since, 0);",
    "const from = since;",
  ),
  fault(
    "there at once: who loses patience keeps waiting",
    "engine/response/lean/needs.ts",
    "if (w.nGround[need]! < w.nWanted[need]!) lapseNeed(s, need);",
    "if (w.nGround[need]! < 0) lapseNeed(s, need);",
  ),
];

export const faults: readonly Fault[] = [...people, ...answers, ...clocks, ...measures, ...luck, ...lean];
