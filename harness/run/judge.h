// Judging: a stored answer and its sample go through every scorer of the task. Pure.
#pragma once

#include <vector>

#include "harness/api/record.h"
#include "harness/api/task.h"

namespace assay {

std::vector<ScoreRecord> judge(const Task& task, const Sample& sample, const AnswerRecord& answer);

}  // namespace assay
