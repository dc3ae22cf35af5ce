// The machine as it is: its description for a run's environment, and the meter of blocks.
#pragma once

#include <memory>

#include "harness/api/record.h"
#include "harness/base/clock.h"
#include "harness/run/session.h"

namespace assay {

EnvironmentRecord capture_machine();
std::unique_ptr<BlockMeter> make_machine_meter(const Clock& clock);

}  // namespace assay
