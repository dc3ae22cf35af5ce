// Where the tests of one process put their files: tests run side by side, each in a process of its own.
#pragma once

#include <string>

namespace assay {

// Ends in '/'. Made at the first call, removed when the process ends, but not by a child that it forked.
std::string temp_folder();

}  // namespace assay
