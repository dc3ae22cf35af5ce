// Filters that change or select answers without looking for one: map, letter case, white space, spans, votes.
#pragma once

#include "tasks/filters/arguments.h"
#include "tasks/filters/pipeline.h"

namespace assay {

AnswerFilter make_strip_filter();                   // remove_whitespace
AnswerFilter make_lower_filter();                   // lowercase
AnswerFilter make_upper_filter();                   // uppercase
AnswerFilter make_first_filter(std::size_t count);  // take_first, take_first_k
AnswerFilter make_majority_filter();                // the most frequent answer; of equals the one that came first

// map: mapping_dict[answer], else default_value; as Python prints it (None if neither is there).
AnswerFilter make_map_filter(FilterArguments& arguments);

// format_span: "person: Ann, Bo $$ place: none" becomes "per: ann $ per: bo": known labels in their short form, one
// entity each, those called "none" left out.
AnswerFilter make_span_filter();

}  // namespace assay
