// Pace: when a server that turned requests away may be asked again. Pure.
#pragma once

#include <optional>

#include "harness/base/clock.h"

namespace assay {

class Pace {
 public:
  // The server took a request.
  void took() { turns_away_ = 0; }

  // It turned one away; `wanted_s` is the pause it asks for. All requests wait, not this one alone. Without a wish:
  // a quarter of a second, doubled with each turn, at most 8.
  void turned_away(Nanos now, std::optional<double> wanted_s);

  Nanos not_before() const { return not_before_; }

 private:
  int turns_away_ = 0;
  Nanos not_before_{0};
};

}  // namespace assay
