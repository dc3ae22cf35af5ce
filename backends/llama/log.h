// llama.cpp's log: kept from the terminal; what it said last on this thread goes into error messages.
#pragma once

#include <string>

namespace assay {

// Takes over llama.cpp's log for the whole process. Any thread, any number of times.
void capture_llama_log();

// Forgets what was said on this thread.
void clear_llama_log();

// The last error line, else the last warning, that llama.cpp wrote on this thread since clear_llama_log(); empty if
// none.
std::string last_llama_error();

// Everything of level info and above since then; cut at 64 KiB.
const std::string& llama_log_text();

}  // namespace assay
