// The handlers of each family of benchmarks; registry.cpp puts them together.
#pragma once

#include <span>

#include "tasks/handlers/handler.h"

namespace assay {

std::span<const HandlerEntry> hellaswag_handlers();
std::span<const HandlerEntry> winogrande_handlers();
std::span<const HandlerEntry> winograd_handlers();
std::span<const HandlerEntry> reading_handlers();    // race, logiqa, mathqa, musr
std::span<const HandlerEntry> inference_handlers();  // copa, copal_id, wsc, mnli
std::span<const HandlerEntry> record_handlers();
std::span<const HandlerEntry> truthfulqa_handlers();
std::span<const HandlerEntry> mmlu_pro_handlers();
std::span<const HandlerEntry> gpqa_handlers();
std::span<const HandlerEntry> wikitext_handlers();
std::span<const HandlerEntry> drop_handlers();
std::span<const HandlerEntry> competition_math_handlers();  // hendrycks_math, aime
std::span<const HandlerEntry> minerva_math_handlers();
std::span<const HandlerEntry> ifeval_handlers();

}  // namespace assay
