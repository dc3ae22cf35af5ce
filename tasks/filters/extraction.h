// Filters that find an answer in a text by regular expressions: regex, regex_pos, multi_choice_regex.
#pragma once

#include "harness/base/result.h"
#include "tasks/filters/arguments.h"
#include "tasks/filters/pipeline.h"

namespace assay {

// regex: all matches of regex_pattern; the one at group_select (negative: from the end); of several groups the first
// that took something; stripped. `fallback` ("[invalid]") if there is none.
AnswerFilter make_regex_filter(FilterArguments& arguments);

// regex_pos: the second texts of all ('word', 'TAG'), as a JSON list; `fallback` (["invalid"]) if there is none.
AnswerFilter make_tags_filter(FilterArguments& arguments);

// multi_choice_regex: the regex; else the text of one of row["choices"], as "(A)"; else a letter behind a colon, as
// "(A)"; else the fallback. Choices and answer may be changed before they are compared (ignore_case,
// ignore_punctuation, regexes_to_ignore). The longest choices are looked for first.
AnswerFilter make_choice_text_filter(FilterArguments& arguments);

}  // namespace assay
