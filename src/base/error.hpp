// Errors as values: what failed, why, and how to mend it. The kind says what the caller does next, the
// message is one sentence for a person and never holds a secret, `context` is for the log alone.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace presstime {

// Named after what the caller does next.
enum class ErrorKind {
    retry,           // the same call may work later (busy, network, disk full)
    give_up,         // it will not work again the same way
    not_found,       // the named thing is not there
    invalid,         // a field of the input is wrong; `field` names it
    malformed,       // the input as a whole cannot be read (bad JSON, bad UTF-8)
    unauthenticated, // no or unknown credentials
    forbidden,       // known, but not allowed
    conflict,        // another state stands in the way
    too_large,       // over a stated limit
    too_many,        // over a stated rate
};

std::string_view to_string(ErrorKind kind);

struct Error {
    ErrorKind kind = ErrorKind::give_up;
    std::string message;
    std::string field;   // dotted path of the offending input field ("schedule.hour"), or empty
    std::string context; // for the log: errno, SQL name, peer; never shown to a person

    static Error retry(std::string message) { return {ErrorKind::retry, std::move(message), {}, {}}; }
    static Error give_up(std::string message) { return {ErrorKind::give_up, std::move(message), {}, {}}; }
    static Error not_found(std::string message) { return {ErrorKind::not_found, std::move(message), {}, {}}; }
    static Error invalid(std::string field, std::string message)
    {
        return {ErrorKind::invalid, std::move(message), std::move(field), {}};
    }
    static Error malformed(std::string message) { return {ErrorKind::malformed, std::move(message), {}, {}}; }
    static Error forbidden(std::string message) { return {ErrorKind::forbidden, std::move(message), {}, {}}; }
    static Error conflict(std::string message) { return {ErrorKind::conflict, std::move(message), {}, {}}; }
    static Error too_large(std::string field, std::string message)
    {
        return {ErrorKind::too_large, std::move(message), std::move(field), {}};
    }

    Error with_context(std::string text) &&
    {
        context = std::move(text);
        return std::move(*this);
    }
};

} // namespace presstime
