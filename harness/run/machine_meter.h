// The meter of blocks on the machine at hand: CPU taken by others, steal, switches, energy.
#pragma once

#include <memory>

#include "harness/base/clock.h"
#include "harness/run/session.h"

namespace assay {

// `clock` outlives the meter.
std::unique_ptr<BlockMeter> make_machine_meter(const Clock& clock);

}  // namespace assay
