// The error body of every HTTP answer: application/problem+json (RFC 9457) with `error` repeating `detail`.
// The server uses it for what it refuses itself, the router for what handlers answer.
#pragma once

#include "platform/http/message.hpp"

#include <string>
#include <string_view>

namespace presstime::http {

struct Problem {
    int status = 500;
    std::string detail; // one sentence for a person; never a secret
    std::string field;  // dotted path of the offending input, or empty
    std::string code;   // stable word for programs, or empty
};

// `{type,title,status,detail,field?,code?,error}`; invalid UTF-8 in the texts is repaired.
Response make_problem_response(const Problem& problem);

// The reason phrase of RFC 9110 section 15 ("Not Found"); "Error" for a status it does not know.
std::string_view reason_phrase(int status);

} // namespace presstime::http
