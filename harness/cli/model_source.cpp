// Resolving models.
#include "harness/cli/model_source.h"

#include <fmt/format.h>

#include <filesystem>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {
namespace {

bool is_file(const std::string& path) {
  std::error_code code;
  return std::filesystem::is_regular_file(path, code);
}

std::string after_scheme(const std::string& address) { return address.substr(address.find(':') + 1); }

// What an address without a name is called: the model behind a server's '#', else the file's name.
std::string short_name(const std::string& scheme, const std::string& rest) {
  const std::size_t hash = rest.find('#');
  if (scheme == "openai" && hash != std::string::npos) {
    return rest.substr(hash + 1);
  }
  const std::string file = scheme == "exec" ? rest.substr(0, rest.find(' ')) : rest;
  return std::filesystem::path(file).stem().string();
}

Result<ModelSource> from_catalogue(const ModelConfig& model) {
  ModelSource source{.spec = {.name = model.name, .address = model.address, .options = model.options},
                     .sha256 = model.sha256,
                     .licence = model.licence,
                     .thought_tags = model.thought_tags,
                     .begins_in_thought = model.begins_in_thought};
  const std::string scheme = model.address.substr(0, model.address.find(':'));
  if (scheme == "llama" || scheme == "scripted") {
    const std::string file = find_model_file(model.address);
    if (file.empty()) {
      return Error{ErrorKind::kNotFound, "model '" + model.name + "': " + after_scheme(model.address) +
                                             " is in none of the model folders (" + join(model_folders(), ", ") +
                                             "); ./quickstart.sh --no-run fetches the embedded ones"};
    }
    source.spec.address = scheme + ":" + file;
  }
  return source;
}

}  // namespace

std::string find_model_file(const std::string& address) {
  std::string file = expand_home(after_scheme(address));
  if (is_file(file)) {
    return file;
  }
  for (const std::string& folder : model_folders()) {
    if (std::string path = fmt::format("{}/{}", folder, file); is_file(path)) {
      return path;
    }
  }
  return "";
}

Result<ModelSource> find_model(const std::string& wanted, const std::vector<ModelConfig>& catalogue) {
  std::vector<std::string> names;
  for (const ModelConfig& model : catalogue) {
    if (model.name == wanted) {
      return from_catalogue(model);
    }
    names.push_back(model.name);
  }
  const std::size_t equals = wanted.find('=');
  const std::size_t colon = wanted.find(':');
  if (colon == std::string::npos) {
    std::string hint =
        is_file(wanted) ? "; for a file write llama:" + wanted : "; or give an address such as llama:FILE.gguf";
    return Error{ErrorKind::kInvalidConfig, unknown_name("model", wanted, names) + hint};
  }
  const bool is_named = equals != std::string::npos && equals < colon;
  ModelSource source;
  source.spec.address = is_named ? wanted.substr(equals + 1) : wanted;
  const std::string scheme = source.spec.address.substr(0, source.spec.address.find(':'));
  source.spec.address = scheme + ":" + expand_home(after_scheme(source.spec.address));
  source.spec.name = is_named ? wanted.substr(0, equals) : short_name(scheme, after_scheme(source.spec.address));
  return source;
}

}  // namespace assay
