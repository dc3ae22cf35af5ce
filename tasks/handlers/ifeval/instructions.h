// IFEval's 25 kinds of instructions (Zhou et al. 2023, "Instruction-Following Evaluation for Large Language Models").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// Does the response follow the instruction `id` ("punctuation:no_comma") with its arguments (a dict; what is None,
// empty or zero counts as absent)? A blank response follows nothing. kUnsupported for an unknown kind, kCorrupt for
// arguments that do not say what is asked. Linear in the response.
Result<bool> follows_instruction(std::string_view id, const Value& arguments, std::string_view response);

// The names of all kinds.
std::vector<std::string> instruction_kinds();

// What loose judging tries: the response, without its first line, without its last, without both; each also without
// asterisks. Followed if any variant follows.
std::vector<std::string> loose_variants(std::string_view response);

}  // namespace assay
