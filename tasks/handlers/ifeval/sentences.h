// Sentences of English text by Punkt's decisions (Kiss and Strunk 2006, "Unsupervised Multilingual Sentence Boundary
// Detection").
#pragma once

#include <string_view>
#include <vector>

namespace assay {

// The sentences, without the white space between them. Linear in the text.
//
// A period, question or exclamation mark before white space, closing punctuation or an opening bracket may end a
// sentence. It does, unless it belongs to a known abbreviation, an initial or an ordinal whose next word does not look
// like the start of a sentence. Where Punkt has parameters from training, these are word lists of our own: known
// abbreviations, usual sentence starters, words that are written in lower case inside sentences.
std::vector<std::u32string_view> sentences_of(std::u32string_view text);

}  // namespace assay
