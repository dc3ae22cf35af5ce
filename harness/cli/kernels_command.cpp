// assay kernels.
#include "harness/cli/commands.h"

namespace assay {

ExitCode kernels_command(const Arguments& /*all*/, const Console& console, Clock& /*clock*/) {
  return console.fail({ErrorKind::kUnsupported, "kernels: not in this build"});
}

}  // namespace assay
