// The table of all native handlers.
#pragma once

#include <span>
#include <string_view>

#include "tasks/handlers/handler.h"

namespace assay {

std::span<const HandlerEntry> handler_entries();

// The handler that a task file in `folder` (below the catalogue's root, "leaderboard/ifeval") means by
// `!function FUNCTION`; nullptr if there is none.
const HandlerEntry* find_handler(std::string_view folder, std::string_view function);

}  // namespace assay
