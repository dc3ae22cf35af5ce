// The real binary as a child process: started with words, waited for, interrupted, killed.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace assay {

struct Ended {
  int code = -1;       // exit code; 128 + signal if a signal ended it
  std::string output;  // stdout
  std::string errors;  // stderr
};

// A running program in `folder`. REQUIRES: wait() is called once.
class Program {
 public:
  Program(const std::string& folder, const std::vector<std::string>& words);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  void send(int signal) const;
  Ended wait();

 private:
  pid_t child_;
  std::string output_path_;
  std::string error_path_;
};

// A folder of its own for one test, empty.
std::string fresh_folder(const std::string& name);

// build/assay with these words; returns when it has ended.
Ended run_assay(const std::string& folder, std::vector<std::string> words);

// A line as `sh -c` takes it.
Ended run_shell(const std::string& folder, const std::string& line);

}  // namespace assay
