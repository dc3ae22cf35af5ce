// A filter that changes each answer by itself.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tasks/filters/pipeline.h"

namespace assay {

template <typename Change>
AnswerFilter on_each(Change change) {
  return
      [change = std::move(change)](std::vector<std::string> answers, const Value&) -> Result<std::vector<std::string>> {
        for (std::string& answer : answers) {
          answer = change(answer);
        }
        return answers;
      };
}

}  // namespace assay
