// What a text must look like to be a setting's value, one function a kind of thing; the table names them.
// Each gives an `invalid` with a sentence that continues "\"...\" ".
#pragma once

#include "base/result.hpp"

#include <string>

namespace presstime {

Result<> check_listen_address(const std::string& text);
Result<> check_public_url(const std::string& text);
Result<> check_host(const std::string& text);
Result<> check_email(const std::string& text);
Result<> check_egress_entry(const std::string& text);
Result<> check_header_prefix(const std::string& text);
Result<> check_network(const std::string& text);
Result<> check_origin(const std::string& text);

} // namespace presstime
