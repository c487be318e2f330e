// What this machine calls itself towards mail servers.
#pragma once

#include <string>

namespace presstime::mail {

// The machine's host name; "localhost" when it has none.
std::string host_name();

} // namespace presstime::mail
