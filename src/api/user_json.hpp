// People and tokens as the API shows them: never a hash, never a secret.
#pragma once

#include "model/principal.hpp"
#include "store/ownership_store.hpp"

#include <boost/json.hpp>

#include <vector>

namespace presstime::api {

boost::json::object user_json(const User& user);
boost::json::object token_json(const Token& token);
// [{"kind","id","name"}]
boost::json::array things_json(const std::vector<store::OwnedThing>& things);

} // namespace presstime::api
