// Backend: an engine that answers requests; the harness owns time, order and retries.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/api/capability.h"
#include "harness/api/request.h"
#include "harness/base/clock.h"
#include "harness/base/result.h"

namespace assay {

// Part of an answer as it appears.
struct Chunk {
  RequestId request = 0;
  std::string_view text;  // valid only during the call; may end inside a UTF-8 sequence; may be empty
  int tokens = 0;         // 0 where the backend cannot tell
};

// Implemented by the harness, which reads its clock first thing in both. Called from any thread, never after stop().
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  virtual void on_chunk(const Chunk& chunk) = 0;
  virtual void on_done(Response response) = 0;
};

struct BackendInfo {
  std::string name;   // the backend's registry name: "llama"
  std::string model;  // the model's name in records and reports
  CapabilitySet can;
  std::map<Capability, std::string>
      why_not;                    // for a capability that is lacking: the reason, where there is one to tell
  int context_tokens_max = 0;     // prompt and output of one request; 0: not known
  int generations_in_flight = 1;  // how many Generate requests to keep submitted
  int scores_in_flight = 1;       // how many Score requests to keep submitted
  // Everything that can change an answer: weights' hash, tokenizer, template, engine build and options, device. Part of
  // every request's key, and stored as the model's settings. "weights" is the SHA-256 of the model's file.
  std::map<std::string, std::string> identity;
  // What is worth recording and changes no answer. Known keys: "file", "licence", "format" ("Q4_1"), "bytes" and
  // "parameters" of the weights, "load.seconds",
  // "thought.tags" (those its chat template names).
  std::map<std::string, std::string> facts;
};

class Backend {
 public:
  virtual ~Backend() = default;

  virtual const BackendInfo& info() const = 0;

  // The token ids of a request's texts, as submit() will evaluate them. REQUIRES: info().can has kTokenIds. One thread.
  virtual Result<Encoding> encode(const Request& request) = 0;

  // Messages in the model's own chat form, ready to be a prompt. kUnsupported without a template. One thread.
  virtual Result<std::string> render_chat(const std::vector<ChatMessage>& messages) = 0;

  // Begins to answer, now or later, on any thread; `sink` outlives it. on_done is called exactly once per request,
  // whatever happens, perhaps before submit returns. REQUIRES: the capability is there; ids are not reused.
  virtual void submit(const Request& request, ResponseSink& sink) = 0;

  // Ends the request early if it is still going (as kCancelled); unknown ids are ignored. Any thread.
  virtual void cancel(RequestId request) = 0;

  // Ends everything still going as kCancelled before it returns. Nothing may be submitted afterwards. Any thread, once.
  virtual void stop() = 0;
};

// What a backend is made from: an address and options, resolved from a catalogue entry or the command line.
struct BackendSpec {
  std::string name;                            // the model's name in records
  std::string address;                         // "llama:FILE.gguf", "scripted:FILE"
  std::map<std::string, std::string> options;  // "threads", "schedule", "parallel", ...; unknown ones are refused
};

struct BackendEntry {
  std::string_view scheme;   // the part of the address before ':'
  std::string_view summary;  // one line for --help and docs
  // `clock` outlives the backend. Errors: kInvalidConfig for an option, kNotFound, kCorrupt or kEnvironment for a
  // model.
  Result<std::unique_ptr<Backend>> (*make)(const BackendSpec& spec, Clock& clock);
  // What it can compute on, a line each, for `assay doctor`: "CPU (name of the processor)". nullptr: nothing to list.
  std::vector<std::string> (*devices)() = nullptr;
};

}  // namespace assay
