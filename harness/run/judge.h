// Judging: stored answers and their sample go through every scorer of the task. Pure.
#pragma once

#include <span>
#include <vector>

#include "harness/api/record.h"
#include "harness/api/task.h"

namespace assay {

// By the scorers that judge each answer on its own.
std::vector<ScoreRecord> judge(const Task& task, const Sample& sample, const AnswerRecord& answer);

// By those that judge all repeats of a document together (Scorer::is_joint); the scores stand under the first repeat.
// REQUIRES: at least one answer, in the order of the repeats.
std::vector<ScoreRecord> judge_jointly(const Task& task, const Sample& sample,
                                       std::span<const AnswerRecord* const> repeats);

}  // namespace assay
