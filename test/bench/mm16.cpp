// M/M/16 by hand: the work of mm16.yaml in C++, as fast as a plain event loop gets.
// g++ -O3 -march=native -o mm16 mm16.cpp && ./mm16 REPLICATIONS
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

static const int SERVERS = 16;
static const double HORIZON = 2000, ARRIVALS = 14.4, SERVICE = 1;

struct Random {
  uint64_t state;
  // an odd multiplier unlike the step, so that no two seeds walk the same stretch
  explicit Random(uint64_t seed) : state(seed * 0xd1342543de82ef95ull) {}
  double exponential(double mean) {
    state += 0x9e3779b97f4a7c15ull;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    z ^= z >> 31;
    return -mean * std::log(((z >> 11) + 0.5) * 0x1p-53);
  }
};

struct Result {
  double waited = 0;
  long served = 0;
};

static void replicate(Random &random, Result &result) {
  double ends[SERVERS];
  int busy = 0;
  std::vector<double> queue;
  size_t first = 0;
  auto begin = [&](double asked, double now) {
    result.waited += now - asked;
    result.served++;
    double end = now + random.exponential(SERVICE);
    int at = busy++;
    // earliest end last: sixteen are few enough to keep in order
    while (at > 0 && ends[at - 1] < end) {
      ends[at] = ends[at - 1];
      at--;
    }
    ends[at] = end;
  };
  double arrival = random.exponential(1 / ARRIVALS);
  for (;;) {
    if (busy > 0 && ends[busy - 1] <= arrival) {
      double now = ends[--busy];
      if (now >= HORIZON) break;
      if (first < queue.size()) begin(queue[first++], now);
    } else {
      if (arrival >= HORIZON) break;
      if (busy < SERVERS) begin(arrival, arrival);
      else queue.push_back(arrival);
      arrival += random.exponential(1 / ARRIVALS);
    }
  }
}

int main(int argc, char **argv) {
  long replications = argc > 1 ? std::atol(argv[1]) : 100;
  Result result;
  std::clock_t start = std::clock();
  for (long replication = 0; replication < replications; replication++) {
    Random random(replication + 1);
    replicate(random, result);
  }
  double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("{\"seconds\": %.6f, \"replications\": %ld, \"check\": %.6f}\n", seconds, replications,
              result.waited / result.served);
}
