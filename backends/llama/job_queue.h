// Requests waiting their turn, first come first served.
#pragma once

#include <algorithm>
#include <deque>
#include <utility>

#include "backends/llama/job.h"

namespace assay {

class JobQueue {
 public:
  void push(JobPtr job) { jobs_.push_back(std::move(job)); }
  void push_front(JobPtr job) { jobs_.push_front(std::move(job)); }
  bool is_empty() const { return jobs_.empty(); }
  std::size_t size() const { return jobs_.size(); }
  Job& operator[](std::size_t index) { return *jobs_[index]; }
  const Job& operator[](std::size_t index) const { return *jobs_[index]; }

  JobPtr pop(std::size_t index = 0) {
    JobPtr job = std::move(jobs_[index]);
    jobs_.erase(jobs_.begin() + static_cast<std::ptrdiff_t>(index));
    return job;
  }

  // The job with this id, taken out; null if it is not here.
  JobPtr take(RequestId id) {
    const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const JobPtr& job) { return job->id() == id; });
    return found == jobs_.end() ? nullptr : pop(static_cast<std::size_t>(found - jobs_.begin()));
  }

  void cancel_all() {
    while (!jobs_.empty()) {
      finish(pop(), Finish::kCancelled);
    }
  }

 private:
  std::deque<JobPtr> jobs_;
};

}  // namespace assay
