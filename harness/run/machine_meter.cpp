// Two readings and their difference.
#include "harness/run/machine_meter.h"

#include "harness/run/disturbance.h"
#include "harness/run/energy.h"

namespace assay {
namespace {

class MachineMeter final : public BlockMeter {
 public:
  explicit MachineMeter(const Clock& clock) : clock_(clock) {}

  void begin() override {
    energy_ = read_energy("/");
    cpu_ = read_cpu_counters();
    begun_ = clock_.now();
  }

  void end(BlockRecord& block) override {
    const double wall_s = seconds(clock_.now() - begun_);
    const CpuReading cpu = read_cpu_counters();
    const EnergyReading energy = read_energy("/");
    const Disturbance found = assess_disturbance(cpu_.counters, cpu.counters, wall_s, {});
    block.own_cpu_s = found.own_cpu_s;
    block.other_cpu_s = found.other_cpu_s;
    block.steal_s = found.steal_s;
    block.involuntary_switches = found.involuntary_switches;
    const bool is_known = cpu_.is_known && cpu.is_known;
    block.disturbance = is_known ? found.reason : "unknown: /proc/stat cannot be read";
    block.is_disturbed = !block.disturbance.empty();
    block.joules = joules_between(energy_, energy);
    block.energy_method = block.joules ? "rapl package" : energy.reason;
  }

 private:
  const Clock& clock_;
  Nanos begun_{0};
  CpuReading cpu_;
  EnergyReading energy_;
};

}  // namespace

std::unique_ptr<BlockMeter> make_machine_meter(const Clock& clock) { return std::make_unique<MachineMeter>(clock); }

}  // namespace assay
