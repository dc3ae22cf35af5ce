// Assembling prompts.
#include "harness/run/prompt.h"

#include <utility>

#include "harness/base/hash.h"
#include "harness/base/text.h"

namespace assay {
namespace {

using Parts = std::vector<PromptPart>;

Parts asked_of(const Sample& sample) {
  return sample.asked.empty() ? Parts{{.role = Role::kUser, .text = sample.question}} : sample.asked;
}

Parts shown_of(const Sample& sample, const PromptFormat& format) {
  return sample.shown.empty()
             ? Parts{{.role = Role::kUser, .text = sample.question, .delimiter = format.target_delimiter},
                     {.role = Role::kAssistant, .text = sample.target, .delimiter = format.exemplar_delimiter}}
             : sample.shown;
}

std::string plain_text(const Parts& parts) {
  std::string text;
  for (const PromptPart& part : parts) {
    text += part.text + part.delimiter;
  }
  return text;
}

std::string_view role_name(Role role) {
  return role == Role::kSystem ? "system" : role == Role::kUser ? "user" : "assistant";
}

// Everything before the document's own parts.
struct Lead {
  Parts parts;
  int exemplars = 0;
};

Result<Lead> lead_of(const PromptSource& source, const Sample& sample) {
  Lead lead;
  const Task& task = source.task;
  std::string system = joined_by(source.chat.system, sample.description.value_or(task.format.description),
                                 task.format.exemplar_delimiter);
  if (!system.empty()) {
    lead.parts.push_back({.role = Role::kSystem, .text = std::move(system)});
  }
  if (source.exemplar_count > 0) {
    const auto exemplars = task.exemplars->exemplars(sample, source.exemplar_count, source.run_seed);
    if (!exemplars) {
      return exemplars.error();
    }
    for (const Sample& exemplar : *exemplars) {
      for (PromptPart& part : shown_of(exemplar, task.format)) {
        lead.parts.push_back(std::move(part));
      }
      ++lead.exemplars;
    }
  }
  return lead;
}

// All user and assistant parts before the answer as one user turn.
Parts in_one_turn(const Parts& parts) {
  Parts turns;
  std::size_t at = 0;
  if (!parts.empty() && parts.front().role == Role::kSystem) {
    turns.push_back(parts[at++]);
  }
  const bool has_prefix = parts.size() > at + 1 && parts.back().role == Role::kAssistant;
  const std::size_t end = parts.size() - (has_prefix ? 1 : 0);
  Parts merged(parts.begin() + static_cast<std::ptrdiff_t>(at), parts.begin() + static_cast<std::ptrdiff_t>(end));
  merged.back().delimiter.clear();
  turns.push_back({.role = Role::kUser, .text = plain_text(merged)});
  if (has_prefix) {
    turns.push_back(parts.back());
  }
  return turns;
}

// A chat: its messages, and the answer's given beginning behind them.
struct Chat {
  std::vector<ChatMessage> messages;
  std::string beginning;
};

Chat chat_of(const PromptSource& source, const Parts& parts) {
  const Parts turns = source.chat.is_multiturn ? parts : in_one_turn(parts);
  Chat chat;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    if (i + 1 == turns.size() && turns[i].role == Role::kAssistant) {
      chat.beginning = turns[i].text;
    } else {
      chat.messages.push_back({.role = std::string(role_name(turns[i].role)), .content = turns[i].text});
    }
  }
  return chat;
}

// The text that is evaluated: as it is, or in the model's chat form with the answer's given beginning behind it.
Result<std::string> text_of(const PromptSource& source, const Parts& parts) {
  if (!source.chat.is_chat) {
    return plain_text(parts);
  }
  const Chat chat = chat_of(source, parts);
  auto text = source.render(chat.messages);
  if (text) {
    *text += chat.beginning;
  }
  return text;
}

std::string answer_beginning(const Parts& asked) {
  return !asked.empty() && asked.back().role == Role::kAssistant ? asked.back().text : "";
}

// The delimiter before a choice: in a chat the template's own end stands there, unless the answer has begun.
std::string choice_delimiter(const PromptSource& source, const Parts& asked) {
  const std::string beginning = answer_beginning(asked);
  const bool ends_open = !beginning.empty() && trim(beginning.substr(beginning.size() - 1)).size() == 1;
  return source.chat.is_chat && !ends_open ? "" : source.task.format.target_delimiter;
}

Request score_request(std::string context, std::vector<std::string> continuations) {
  Request request;
  request.body = Score{.context = std::move(context), .continuations = std::move(continuations)};
  return request;
}

class Builder {
 public:
  Builder(const PromptSource& source, const Sample& sample, int repeat, Lead lead)
      : source_(source),
        sample_(sample),
        repeat_(repeat),
        lead_(std::move(lead)),
        asked_(asked_of(sample)),
        delimiter_(choice_delimiter(source, asked_)) {
    prompt_.exemplars = lead_.exemplars;
  }

  Result<Prompt> build() {
    Status built = std::visit([this](const auto& asking) { return add(asking); }, source_.task.asking);
    if (!built) {
      return built.error();
    }
    const bool is_shared = source_.exemplar_count == 0 || source_.task.exemplars->is_fixed();
    if (is_shared && !source_.chat.is_chat && !sample_.description && !prompt_.is_rolling) {
      for (Request& request : prompt_.requests) {
        request.shared_prefix_bytes = plain_text(lead_.parts).size();
      }
    }
    if (const auto* choosing = std::get_if<Choosing>(&source_.task.asking); choosing && choosing->with_unconditional) {
      prompt_.requests.push_back(score_request("", delimited(sample_.choices)));
    }
    return std::move(prompt_);
  }

 private:
  Result<std::string> context(const Parts& asked) const {
    Parts parts = lead_.parts;
    parts.insert(parts.end(), asked.begin(), asked.end());
    return text_of(source_, parts);
  }

  std::vector<std::string> delimited(const std::vector<std::string>& choices) const {
    std::vector<std::string> continuations;
    continuations.reserve(choices.size());
    for (const std::string& choice : choices) {
      continuations.push_back(delimiter_ + choice);
    }
    return continuations;
  }

  // The prompt, or the messages, alone.
  Result<Generate> asked_generate() const {
    Parts parts = lead_.parts;
    parts.insert(parts.end(), asked_.begin(), asked_.end());
    if (source_.chat.is_chat && source_.sends_messages) {
      Chat chat = chat_of(source_, parts);
      if (!chat.beginning.empty()) {
        return Error{ErrorKind::kUnsupported,
                     "the task gives the beginning of the answer, which cannot be sent to an engine that renders "
                     "messages itself; ask without --chat"};
      }
      return Generate{.messages = std::move(chat.messages)};
    }
    auto text = text_of(source_, parts);
    return text ? Result<Generate>(Generate{.prompt = std::move(*text)}) : Result<Generate>(std::move(text.error()));
  }

  Status add(const Generation& generation) {
    auto ask = asked_generate();
    if (!ask) {
      return ask.error();
    }
    ask->sampling = generation.sampling;
    ask->stops = generation.stops;
    ask->output_tokens_max = generation.output_tokens_max;
    const Task& task = source_.task;
    ask->sampling.seed = seed_from({task.name, std::to_string(task.version), sample_.document, std::to_string(repeat_),
                                    "sampling", std::to_string(source_.run_seed)});
    prompt_.requests.emplace_back().body = std::move(*ask);
    return {};
  }

  Status add(const Choosing& /*choosing*/) {
    if (sample_.contexts.empty()) {
      return add_score(asked_, delimited(sample_.choices));
    }
    for (const std::string& own : sample_.contexts) {
      Parts asked = asked_;
      asked.front().text = own;
      if (auto added = add_score(asked, {delimiter_ + sample_.target}); !added) {
        return added;
      }
    }
    return {};
  }

  Status add(const Continuing& /*continuing*/) { return add_score(asked_, {sample_.target}); }

  Status add(const Rolling& /*rolling*/) {
    prompt_.is_rolling = true;
    prompt_.requests.push_back(score_request("", {sample_.target}));
    return {};
  }

  Status add_score(const Parts& asked, std::vector<std::string> continuations) {
    auto text = context(asked);
    if (!text) {
      return text.error();
    }
    prompt_.requests.push_back(score_request(std::move(*text), std::move(continuations)));
    return {};
  }

  const PromptSource& source_;
  const Sample& sample_;
  const int repeat_;
  const Lead lead_;
  const Parts asked_;
  const std::string delimiter_;
  Prompt prompt_;
};

}  // namespace

std::string document_hash(const Sample& sample) { return to_hex(hash128(sample.document)); }

std::string joined_by(const std::string& first, const std::string& second, const std::string& delimiter) {
  if (first.empty() || second.empty()) {
    return first + second;
  }
  const auto is_space = [](const std::string& text, std::size_t at) { return trim(text.substr(at, 1)).empty(); };
  return first + (is_space(first, first.size() - 1) || is_space(second, 0) ? "" : delimiter) + second;
}

Result<Prompt> build_prompt(const PromptSource& source, const Sample& sample, int repeat) {
  auto lead = lead_of(source, sample);
  return lead ? Builder(source, sample, repeat, std::move(*lead)).build() : lead.error();
}

}  // namespace assay
