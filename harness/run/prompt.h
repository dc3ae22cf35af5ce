// From a document to requests: exemplars, delimiters, chat turns, seeds. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/api/backend.h"
#include "harness/api/request.h"
#include "harness/api/task.h"

namespace assay {

// How documents are put to a chat model; not at all by default: the prompt is plain text.
struct ChatOptions {
  bool is_chat = false;
  bool is_multiturn = true;  // exemplars are turns of their own; else part of the one user turn
  std::string system;        // before the task's description, in plain text too
};

// Renders messages in the model's own form (Backend::render_chat).
using RenderChat = std::function<Result<std::string>(const std::vector<ChatMessage>&)>;

// What is asked about one sample, and how it came about. Several requests where choices have contexts of their own or
// are scored behind an empty context too; their choices follow each other in the sample's answer.
struct Prompt {
  std::vector<Request> requests;  // id and encoding not set; at least one
  int exemplars = 0;
  bool is_rolling = false;  // requests[0] holds the whole text as its one continuation, to be cut into windows
};

struct PromptSource {
  const Task& task;
  int exemplar_count = 0;
  std::uint64_t run_seed = 0;
  ChatOptions chat;
  RenderChat render;            // REQUIRES: set if chat.is_chat and not sends_messages
  bool sends_messages = false;  // a chat that asks for an answer is sent as messages, for the engine to render
};

// description + exemplars (each question + target_delimiter + target + exemplar_delimiter) + question; a choice is
// asked
// as target_delimiter + its text (lm-eval's order, docs/METHOD.md "Prompts"). As a chat, description and system text
// are
// the system message, exemplars are turns, and a choice has its delimiter only behind a given beginning of the answer.
// The sampling seed is a hash of task, document, repeat and run seed, so nothing else decides it. Errors: of render.
Result<Prompt> build_prompt(const PromptSource& source, const Sample& sample, int repeat);

// lm-eval's joint of two texts: the delimiter is put between them unless either is empty or has white space there.
std::string joined_by(const std::string& first, const std::string& second, const std::string& delimiter);

// 32 hex digits over the document's content.
std::string document_hash(const Sample& sample);

}  // namespace assay
