// The pages behind one-time links: a plain form each, until there is a web interface. They load nothing from
// anywhere, and their policy lets no other script run in them.
#pragma once

#include "api/route_table.hpp"
#include "store/session_store.hpp"

#include <string>

namespace presstime::api {

// GET /invite, /reset and /setup. The secret stands behind the # and never reaches the server with the page.
void add_account_pages(RouteTable& table);

std::string account_page(store::LinkPurpose purpose);

} // namespace presstime::api
