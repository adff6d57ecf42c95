// The reduced model (see make-reduced-model.mjs) by hand in C++: flat arrays, one binary heap, nothing else.
// g++ -O3 -march=native -o reduced-model reduced-model.cpp && ./reduced-model REPLICATIONS
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

static const int FORCES = 43, REGIONS = 10, KINDS = 3;
static const double STOCK[KINDS] = {60, 20, 8}, CHANCE[KINDS] = {1, 0.5, 0.3}, MEAN[KINDS] = {60, 38, 22};
static const double HORIZON = 90 * 24, RATE = 2000 / HORIZON, MEDIAN = 18, SIGMA = 1;

// ── the country, by rule ──
static int stock[KINDS][FORCES], lendable[KINDS][FORCES], order[FORCES][FORCES];
static double weight[FORCES], upTo[FORCES], logFailure[KINDS];

static void makeCountry() {
  double total = 0, east[FORCES], north[FORCES];
  for (int f = 0; f < FORCES; f++) {
    weight[f] = 0.5 + 2.0 * ((37 * f) % FORCES) / FORCES;
    upTo[f] = total += weight[f];
    east[f] = double((17 * f) % FORCES) / FORCES + 2 * ((f % REGIONS) % 4);
    north[f] = double((29 * f) % FORCES) / FORCES + 2 * ((f % REGIONS) / 4);
    for (int k = 0; k < KINDS; k++) {
      stock[k][f] = int(std::floor(STOCK[k] * weight[f] + 0.5));
      lendable[k][f] = stock[k][f] - (stock[k][f] + 1) / 2;
    }
  }
  for (int k = 0; k < KINDS; k++) logFailure[k] = std::log1p(-1 / MEAN[k]);
  for (int f = 0; f < FORCES; f++) {
    auto far = [&](int g) {
      if (g == f) return -1.0;
      double dx = east[f] - east[g], dy = north[f] - north[g];
      return dx * dx + dy * dy + (f % REGIONS == g % REGIONS ? 0 : 1000);
    };
    for (int g = 0; g < FORCES; g++) order[f][g] = g;
    std::stable_sort(order[f], order[f] + FORCES, [&](int a, int b) { return far(a) < far(b); });
  }
}

// ── chance ──
struct Random {
  uint64_t state;
  // an odd multiplier unlike the step, so that no two seeds walk the same stretch
  explicit Random(uint64_t seed) : state(seed * 0xd1342543de82ef95ull) {}
  double uniform() {
    state += 0x9e3779b97f4a7c15ull;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    z ^= z >> 31;
    return ((z >> 11) + 0.5) * 0x1p-53;
  }
  double exponential(double mean) { return -mean * std::log(uniform()); }
  // Marsaglia's polar method, the second one kept
  double kept = 0;
  bool has = false;
  double normal() {
    if (has) {
      has = false;
      return kept;
    }
    double a, b, square;
    do {
      a = 2 * uniform() - 1;
      b = 2 * uniform() - 1;
      square = a * a + b * b;
    } while (square >= 1 || square == 0);
    double scale = std::sqrt(-2 * std::log(square) / square);
    kept = b * scale;
    has = true;
    return a * scale;
  }
};

struct Loan {
  int force, units, next;
};
struct Incident {
  int host, missing[KINDS], loans[KINDS];
  double asked;
};
struct End {
  double time;
  int incident;
  bool operator<(const End &other) const { return time > other.time; }
};

struct Model {
  int free[KINDS][FORCES], spare[KINDS][FORCES], lenders[KINDS], inRegion[KINDS][REGIONS], least[KINDS][REGIONS];
  std::vector<Incident> incidents;
  std::vector<Loan> loans;
  std::vector<int> waiting[KINDS];
  std::vector<End> ends;
  double unmet[KINDS] = {};
  int spareLoan;

  int take(Incident &incident, int k) {
    int wanted = incident.missing[k], got = 0;
    for (int i = 0; i < FORCES; i++) {
      if (i == 1 && lenders[k] == 0) break;
      int force = order[incident.host][i];
      int units = std::min(wanted, i == 0 ? free[k][force] : spare[k][force]);
      if (units <= 0) continue;
      move(k, force, -units);
      int loan = spareLoan;
      if (loan < 0) {
        loan = int(loans.size());
        loans.push_back({});
      } else spareLoan = loans[loan].next;
      loans[loan] = {force, units, incident.loans[k]};
      incident.loans[k] = loan;
      got += units;
      wanted -= units;
      if (wanted == 0) break;
    }
    incident.missing[k] = wanted;
    return got;
  }

  void move(int k, int force, int units) {
    free[k][force] += units;
    int before = spare[k][force], after = before + units;
    spare[k][force] = after;
    lenders[k] += (after > 0) - (before > 0);
    int &region = inRegion[k][force % REGIONS];
    region += units;
    least[k][force % REGIONS] = std::min(least[k][force % REGIONS], region);
  }

  void end(int at, double now) {
    Incident &incident = incidents[at];
    bool released[KINDS] = {};
    for (int k = 0; k < KINDS; k++) {
      for (int loan = incident.loans[k]; loan >= 0;) {
        int next = loans[loan].next;
        move(k, loans[loan].force, loans[loan].units);
        loans[loan].next = spareLoan;
        spareLoan = loan;
        loan = next;
        released[k] = true;
      }
      if (incident.missing[k] > 0) {
        unmet[k] += incident.missing[k] * (now - incident.asked);
        waiting[k].erase(std::find(waiting[k].begin(), waiting[k].end(), at));
      }
    }
    for (int k = 0; k < KINDS; k++) {
      if (!released[k] || waiting[k].empty()) continue;
      size_t kept = 0;
      for (int other : waiting[k]) {
        unmet[k] += take(incidents[other], k) * (now - incidents[other].asked);
        if (incidents[other].missing[k] > 0) waiting[k][kept++] = other;
      }
      waiting[k].resize(kept);
    }
  }

  void replicate(uint64_t seed) {
    Random random(seed);
    for (int k = 0; k < KINDS; k++) {
      lenders[k] = 0;
      std::fill(inRegion[k], inRegion[k] + REGIONS, 0);
      for (int f = 0; f < FORCES; f++) {
        free[k][f] = stock[k][f];
        spare[k][f] = lendable[k][f];
        lenders[k] += spare[k][f] > 0;
        inRegion[k][f % REGIONS] += stock[k][f];
      }
      std::copy(inRegion[k], inRegion[k] + REGIONS, least[k]);
      waiting[k].clear();
    }
    incidents.clear();
    loans.clear();
    ends.clear();
    spareLoan = -1;
    double arrival = random.exponential(1 / RATE);
    for (;;) {
      if (!ends.empty() && ends.front().time <= arrival) {
        End due = ends.front();
        if (due.time >= HORIZON) break;
        std::pop_heap(ends.begin(), ends.end());
        ends.pop_back();
        end(due.incident, due.time);
        continue;
      }
      if (arrival >= HORIZON) break;
      int at = int(incidents.size());
      Incident incident;
      incident.asked = arrival;
      incident.host = int(std::lower_bound(upTo, upTo + FORCES, random.uniform() * upTo[FORCES - 1]) - upTo);
      double duration = MEDIAN * std::exp(SIGMA * random.normal());
      for (int k = 0; k < KINDS; k++) {
        incident.loans[k] = -1;
        bool asks = random.uniform() < CHANCE[k];
        incident.missing[k] = asks ? std::max(1, int(std::ceil(std::log(random.uniform()) / logFailure[k]))) : 0;
      }
      incidents.push_back(incident);
      for (int k = 0; k < KINDS; k++) {
        if (incident.missing[k] == 0) continue;
        take(incidents[at], k);
        if (incidents[at].missing[k] > 0) waiting[k].push_back(at);
      }
      ends.push_back({arrival + duration, at});
      std::push_heap(ends.begin(), ends.end());
      arrival += random.exponential(1 / RATE);
    }
    for (int k = 0; k < KINDS; k++)
      for (int at : waiting[k]) unmet[k] += incidents[at].missing[k] * (HORIZON - incidents[at].asked);
  }
};

int main(int argc, char **argv) {
  long replications = argc > 1 ? std::atol(argv[1]) : 1000;
  makeCountry();
  Model model;
  std::clock_t start = std::clock();
  for (long replication = 0; replication < replications; replication++) model.replicate(replication + 1);
  double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("{\"seconds\": %.6f, \"replications\": %ld, \"check\": %.3f}\n", seconds, replications,
              model.unmet[0] / replications);
}
