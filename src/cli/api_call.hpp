// The API as the commands use it: a JSON body in, a JSON body out, a refusal as an Error with the server's
// words.
#pragma once

#include "cli/api_transport.hpp"

#include <boost/json.hpp>
#include <string>

namespace presstime::cli {

// The answer's body (null when there is none). An answer of 400 or more becomes an Error with its detail and
// field; 404 is not_found.
Result<boost::json::value> call_api(ApiTransport& transport, const std::string& method,
                                    const std::string& path, const std::string& body = {});

} // namespace presstime::cli
