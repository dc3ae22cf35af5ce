// Result<T> and Status: a value, or why there is none; every function that the world can make fail returns one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "harness/base/check.h"

namespace assay {

// What kind of failure, which decides the exit code (README, "Exit codes") and whether trying again can help.
enum class ErrorKind {
  kInvalidConfig,  // the user's input: options, configs, names. Exit code 2.
  kNotFound,       // a named file, model, run is not there. Exit code 3 (2 if the name itself is unknown).
  kEnvironment,    // this machine cannot: no library, no permission, no network. Exit code 3.
  kCorrupt,        // stored or downloaded bytes are not what they claim to be. Exit code 3.
  kStorage,        // the database cannot take more: disk full, read-only, I/O error. Exit code 3.
  kBusy,           // somebody else holds it; the same call may work later. Exit code 75.
  kUnsupported,    // asked of a part that cannot do it, known before the first request. Exit code 2.
  kInterrupted,    // the user stopped it. Exit code 130.
  kNothing,        // what was selected is empty. Exit code 5.
};

struct [[nodiscard]] Error {
  ErrorKind kind = ErrorKind::kEnvironment;
  std::string message;  // one line: the place, the value found, what would be right

  // The same error with the place it happened in put before the message: "endpoint.port: not a number".
  Error in(std::string_view place) && {
    message.insert(0, std::string(place) + ": ");
    return std::move(*this);
  }
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return state_.index() == 0; }

  // REQUIRES: the Result holds a value.
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& value() {
    ASSAY_CHECK(state_.index() == 0, error_text());
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    ASSAY_CHECK(state_.index() == 0, error_text());
    return *std::get_if<0>(&state_);
  }

  // REQUIRES: the Result holds an error.
  Error& error() {
    ASSAY_CHECK(state_.index() == 1, "error() of a Result that holds a value");
    return *std::get_if<1>(&state_);
  }
  const Error& error() const {
    ASSAY_CHECK(state_.index() == 1, "error() of a Result that holds a value");
    return *std::get_if<1>(&state_);
  }

 private:
  std::string_view error_text() const {
    const Error* error = std::get_if<1>(&state_);
    return error != nullptr ? std::string_view(error->message) : std::string_view();
  }

  std::variant<T, Error> state_;
};

// A Result without a value.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return !error_.has_value(); }

  // REQUIRES: the Status holds an error.
  Error& error() {
    ASSAY_CHECK(error_.has_value(), "error() of a Status that is fine");
    return *error_;
  }
  const Error& error() const {
    ASSAY_CHECK(error_.has_value(), "error() of a Status that is fine");
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace assay
