// What every answer says to browsers, whatever resource it comes from.
#pragma once

#include "platform/http/message.hpp"

namespace presstime::api {

// Adds what the answer does not say itself: no guessing of types; and for pages a policy that runs nothing,
// no frame around them, and no address told to other sites.
void add_security_headers(http::Response& response);

} // namespace presstime::api
