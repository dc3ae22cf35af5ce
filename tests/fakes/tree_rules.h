// Tree rules: what STYLE.md says of files, as functions on their text; tests/tree_test.cpp applies them to the tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct TreeFile {
  std::string path;  // from the repository's root: "harness/run/plan.cpp"
  std::string text;
};

// Each gives one line per violation: "PATH:LINE: what is wrong".
using Violations = std::vector<std::string>;

Violations check_floors(const TreeFile& file);        // own folder and the floors below, registries for harness/cli
Violations check_sizes(const TreeFile& file);         // lines of a file, of a function, characters of a line
Violations check_first_line(const TreeFile& file);    // a comment that says what the file is
Violations check_pragma_once(const TreeFile& file);   // in headers
Violations check_banned_words(const TreeFile& file);  // throw, what a compiler lacks, clocks, chance, CLI11's place
Violations check_open_ends(const TreeFile& file);     // what is left for later carries an issue number
Violations check_places(const TreeFile& file);        // no registry's host, no path of one machine
Violations check_crossing(const std::vector<TreeFile>& files);    // heavy includes in headers that cross folders
Violations check_type_names(const std::vector<TreeFile>& files);  // two types of one name are one to the linker
Violations check_mirrors(const std::vector<TreeFile>& files);     // a test lies where its source lies

// The text with comments, characters and strings blanked, line by line as before. Raw strings are blanked too.
std::string code_of(std::string_view text);

}  // namespace assay
