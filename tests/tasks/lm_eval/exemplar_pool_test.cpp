// Exemplars: lm-eval's running generator replayed, the first ones, the same for all; never the document itself.
#include "tasks/lm_eval/exemplar_pool.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tests/fakes/task_folder.h"

namespace assay {
namespace {

const std::string kAsked = "doc_to_text: q\ndoc_to_target: a\noutput_type: generate_until\n";

class ExemplarPoolTest : public testing::Test {
 protected:
  ExemplarPoolTest() {
    folder_.write_numbered_rows("test", "t", 6);
    folder_.write_numbered_rows("train", "r", 8);
    folder_.write_numbered_rows("valid", "v", 5);
  }
  TaskFolder folder_;
};

struct OrderCase {
  const char* name;
  std::string keys;
  int count;
  std::vector<std::string> expected;  // one a document
};

class ReplayedOrder : public ExemplarPoolTest, public testing::WithParamInterface<OrderCase> {};

// The orders are what lm-eval 0.4.13 draws for these rows under its default seed 1234.
TEST_P(ReplayedOrder, IsLmEvals) {
  folder_.write_rows(
      "more", "{\"q\":\"d0\"}\n{\"q\":\"d1\"}\n{\"q\":\"d0\"}\n{\"q\":\"d2\"}\n{\"q\":\"d1\"}\n{\"q\":\"d0\"}\n");
  const auto task = folder_.make("doc_to_text: q\ndoc_to_target: \"{{q}}\"\n" + GetParam().keys);
  ASSERT_TRUE(task) << error_of(task);

  std::vector<std::string> orders;
  for (std::int64_t i = 0; i < task->dataset->size(); ++i) {
    orders.push_back(exemplars_of(*task, i, GetParam().count));
  }

  EXPECT_EQ(orders, GetParam().expected);
}

const std::string kSamples = "samples: [{q: s1, a: x}, {q: s2, a: x}, {q: s3, a: x}]";

INSTANTIATE_TEST_SUITE_P(
    Samplers, ReplayedOrder,
    testing::Values(
        OrderCase{"TrainingSplit",
                  "test_split: test\ntraining_split: train\n",
                  3,
                  {"r7 r0 r6", "r1 r6 r4", "r0 r5 r6", "r1 r0 r2", "r3 r0 r6", "r0 r2 r5"}},
        OrderCase{"FewshotSplit",
                  "test_split: test\nfewshot_split: train\n",
                  5,
                  {"r7 r0 r6 r5 r4", "r1 r0 r2 r7 r6", "r0 r6 r7 r2 r3", "r7 r1 r0 r6 r5", "r0 r4 r3 r1 r7",
                   "r7 r0 r4 r6 r5"}},
        OrderCase{"SplitInFewshotConfig",
                  "test_split: test\nfewshot_config: {split: train, sampler: default}\n",
                  3,
                  {"r7 r0 r6", "r1 r6 r4", "r0 r5 r6", "r1 r0 r2", "r3 r0 r6", "r0 r2 r5"}},
        // One more is drawn, and the document dropped.
        OrderCase{"SameSplit",
                  "test_split: test\nfewshot_split: test\n",
                  2,
                  {"t3 t4", "t0 t4", "t5 t0", "t2 t1", "t0 t5", "t4 t3"}},
        // Both names unset are the same name too.
        OrderCase{"ValidationForBoth", "validation_split: valid\n", 2, {"v3 v4", "v0 v4", "v0 v4", "v1 v0", "v0 v2"}},
        OrderCase{"ValidationWithTraining",
                  "validation_split: valid\ntraining_split: train\n",
                  2,
                  {"r7 r0", "r1 r6", "r0 r5", "r1 r0", "r3 r0"}},
        OrderCase{"ValidationAsExemplars",
                  "test_split: test\nvalidation_split: valid\n",
                  2,
                  {"v3 v0", "v0 v4", "v4 v0", "v0 v4", "v2 v1", "v0 v4"}},
        // Another name for the documents' split: lm-eval does not look whether a document is its own exemplar.
        OrderCase{"ValidationNamedAsFewshot",
                  "validation_split: valid\nfewshot_split: valid\n",
                  2,
                  {"v3 v0", "v0 v4", "v4 v0", "v0 v4", "v2 v1"}},
        // Copies of a document: drawn again from the others.
        OrderCase{"Copies",
                  "test_split: more\nfewshot_split: more\n",
                  2,
                  {"d2 d1", "d0 d0", "d2 d1", "d0 d0", "d0 d2", "d1 d2"}},
        OrderCase{"FirstN", "test_split: test\nfewshot_split: train\nfewshot_config: {sampler: first_n}\n", 3,
                  std::vector<std::string>(6, "r0 r1 r2")},
        OrderCase{"FirstNOfTheSameSplit",
                  "test_split: test\nfewshot_split: test\nfewshot_config: {sampler: first_n}\n",
                  3,
                  {"t1 t2 t3", "t0 t2 t3", "t0 t1 t3", "t0 t1 t2", "t0 t1 t2", "t0 t1 t2"}},
        OrderCase{"Samples",
                  "test_split: test\nfewshot_config: {" + kSamples + "}\n",
                  2,
                  {"s2 s1", "s1 s3", "s3 s1", "s3 s1", "s1 s2", "s1 s3"}},
        OrderCase{"FirstSamples", "test_split: test\nfewshot_config: {sampler: first_n, " + kSamples + "}\n", 2,
                  std::vector<std::string>(6, "s1 s2")}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(ExemplarPoolTest, ReplaysTheSameInAnyOrderOfDocuments) {
  const auto task = folder_.make(kAsked + "test_split: test\ntraining_split: train\n");
  ASSERT_TRUE(task) << error_of(task);

  const std::string last = exemplars_of(*task, 5, 3);
  const std::string first = exemplars_of(*task, 0, 3);

  EXPECT_EQ(first, "r7 r0 r6");
  EXPECT_EQ(last, "r0 r2 r5");
  EXPECT_EQ(exemplars_of(*task, 0, 5), "r7 r0 r6 r5 r4");  // another number begins anew
  EXPECT_FALSE(task->exemplars->is_fixed());
  EXPECT_EQ(task->exemplars->available(), 8);
}

TEST_F(ExemplarPoolTest, GivesAllDocumentsOfOwnTasksTheSameByTheRunsSeed) {
  const auto task = folder_.make_own(kAsked + "test_split: test\ntraining_split: train\n");
  ASSERT_TRUE(task) << error_of(task);

  EXPECT_TRUE(task->exemplars->is_fixed());
  EXPECT_EQ(exemplars_of(*task, 0, 8), exemplars_of(*task, 5, 8));
  EXPECT_EQ(exemplars_of(*task, 0, 8).substr(0, 8), exemplars_of(*task, 0, 3));
  EXPECT_NE(exemplars_of(*task, 0, 8, 1), exemplars_of(*task, 0, 8, 2));
}

TEST_F(ExemplarPoolTest, TakesTheSamplerTheFileNames) {
  const std::string splits = "test_split: test\ntraining_split: train\nfewshot_config: {sampler: ";
  const auto fixed = folder_.make(kAsked + splits + "fixed}\n");
  const auto lm_eval = folder_.make_own(kAsked + splits + "lm_eval}\n");
  const auto unknown = folder_.make(kAsked + splits + "balanced}\n");

  EXPECT_TRUE(fixed->exemplars->is_fixed());
  EXPECT_EQ(exemplars_of(*lm_eval, 0, 3), "r7 r0 r6");
  EXPECT_NE(error_of(unknown).find("sampler 'balanced' is not known; known: default, first_n, fixed"),
            std::string::npos);
}

// A document that stands among the rows never gets itself, whatever the splits are called; then prefixes differ.
TEST_F(ExemplarPoolTest, KeepsADocumentOutOfItsOwnFixedExemplars) {
  const auto task = folder_.make_own(kAsked + "validation_split: valid\nfewshot_split: valid\n");
  ASSERT_TRUE(task) << error_of(task);

  EXPECT_EQ(task->exemplars->available(), 4);
  EXPECT_FALSE(task->exemplars->is_fixed());
  for (std::int64_t i = 0; i < 5; ++i) {
    const std::string own = "v" + std::to_string(i);
    EXPECT_EQ(exemplars_of(*task, i, 4).find(own), std::string::npos);
    EXPECT_EQ(task->exemplars->exemplars(task->dataset->at(i), 4, 1)->size(), 4u);
  }
  EXPECT_EQ(requests_of(*task, 0, 2).front().shared_prefix_bytes, 0u);
}

TEST_F(ExemplarPoolTest, OffersNoMoreThanEveryDocumentCanGet) {
  folder_.write_rows("more", "{\"q\":\"x\",\"a\":\"x\"}\n{\"q\":\"x\",\"a\":\"x\"}\n{\"q\":\"y\",\"a\":\"y\"}\n");
  const std::string keys = kAsked + "test_split: more\nfewshot_split: more\n";
  const auto replayed = folder_.make(keys);
  const auto fixed = folder_.make(keys + "fewshot_config: {sampler: fixed}\n");

  EXPECT_EQ(replayed->exemplars->available(), 1);
  EXPECT_EQ(fixed->exemplars->available(), 1);
  EXPECT_EQ(exemplars_of(*replayed, 0, 1), "y");
  EXPECT_EQ(exemplars_of(*fixed, 0, 1), "y");
}

TEST_F(ExemplarPoolTest, TakesTheRowsThatIndicesName) {
  const std::string keys = kAsked + "test_split: test\nfewshot_split: train\nfewshot_config: {sampler: first_n, ";
  const auto task = folder_.make(keys + "fewshot_indices: [5, 2]}\n");
  const auto beyond = folder_.make(keys + "fewshot_indices: [8]}\n");

  ASSERT_TRUE(task) << error_of(task);
  EXPECT_EQ(exemplars_of(*task, 0, 2), "r5 r2");
  EXPECT_EQ(task->exemplars->available(), 2);
  EXPECT_NE(error_of(folder_.make(keys + "fewshot_indices: [8]}\nnum_fewshot: 1\n")).find("an index beyond the 8"),
            std::string::npos);
  ASSERT_TRUE(beyond) << error_of(beyond);  // no exemplars are asked for
  EXPECT_NE(exemplars_of(*beyond, 0, 1).find("an index beyond the 8"), std::string::npos);
}

TEST_F(ExemplarPoolTest, MissesExemplarsOnlyWhenTheyAreAskedFor) {
  const std::string keys = kAsked + "test_split: test\nfewshot_split: more\n";
  const auto without = folder_.make(keys);
  const auto with = folder_.make(keys + "num_fewshot: 2\n");

  ASSERT_TRUE(without) << error_of(without);
  EXPECT_EQ(prompt_of(*without, 0), "t0");
  EXPECT_EQ(without->exemplars->available(), 0);
  EXPECT_TRUE(without->exemplars->exemplars(without->dataset->at(0), 0, 1));
  EXPECT_NE(exemplars_of(*without, 0, 1).find("more.jsonl"), std::string::npos);
  EXPECT_EQ(with.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(error_of(with).find("more.jsonl"), std::string::npos);
}

}  // namespace
}  // namespace assay
