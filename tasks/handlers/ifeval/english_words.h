// Word lists for telling where English sentences end; all words in lower case.
#pragma once

#include <string_view>

namespace assay {

bool is_abbreviation(std::string_view word);  // without its last period: "mr", "u.s", the initial "j"
bool is_sentence_starter(
    std::string_view word);                    // so usual at a sentence's start that it ends an abbreviation's sentence
bool is_ordinary_word(std::string_view word);  // written in lower case inside sentences
bool is_starting_word(
    std::string_view word);  // an ordinary word that with a capital starts a sentence, and is no name's

}  // namespace assay
