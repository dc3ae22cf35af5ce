// The functions that templates find without a document: range, dict, namespace, cycler, joiner.
#pragma once

#include <span>
#include <string_view>

#include "tasks/template/builtins.h"
#include "tasks/template/cell.h"

namespace assay::templates {

Cell global_named(Renderer& renderer, std::string_view name);  // kAbsent if there is none
Cell call_global(Renderer& renderer, GlobalBox& global, CallValues& call);
std::span<const BuiltinEntry> cycler_methods();

}  // namespace assay::templates
