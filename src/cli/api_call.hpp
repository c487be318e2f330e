// The API as the commands use it: a JSON body in, a JSON body out, a refusal as an Error with the server's
// words; and the members of an answer.
#pragma once

#include "cli/api_transport.hpp"

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace presstime::cli {

// The answer's body (null when there is none). An answer of 400 or more becomes an Error with its detail and
// field; 404 is not_found.
Result<boost::json::value> call_api(ApiTransport& transport, const std::string& method,
                                    const std::string& path, const std::string& body = {});

// A member of an answer; "" or 0 when it is missing, null or of another type.
std::string text_of(const boost::json::object& object, std::string_view member);
std::int64_t number_of(const boost::json::object& object, std::string_view member);

} // namespace presstime::cli
