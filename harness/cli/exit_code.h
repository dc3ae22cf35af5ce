// Exit codes (README, "Exit codes"): what a script can tell from how the program ended.
#pragma once

#include "harness/base/result.h"

namespace assay {

enum class ExitCode : int {
  kOk = 0,
  kVerdictFailed = 1,  // it ran, and a check or comparison came out against
  kUsage = 2,          // options, configs, names
  kEnvironment = 3,    // files, models, disk, permissions
  kSampleErrors = 4,   // too many samples without an answer
  kNothingSelected = 5,
  kInconclusive = 6,  // with --strict
  kTryAgain = 75,
  kInterrupted = 130,
};

inline ExitCode exit_code_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kInvalidConfig:
    case ErrorKind::kUnsupported:
      return ExitCode::kUsage;
    case ErrorKind::kBusy:
      return ExitCode::kTryAgain;
    case ErrorKind::kInterrupted:
      return ExitCode::kInterrupted;
    case ErrorKind::kNothing:
      return ExitCode::kNothingSelected;
    case ErrorKind::kNotFound:
    case ErrorKind::kEnvironment:
    case ErrorKind::kCorrupt:
    case ErrorKind::kStorage:
      break;
  }
  return ExitCode::kEnvironment;
}

}  // namespace assay
