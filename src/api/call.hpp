// One API call as a handler sees it, and the answers handlers give. Handlers return values and Errors; the
// router turns both into HTTP.
#pragma once

#include "base/time.hpp"
#include "control/environment.hpp"
#include "model/principal.hpp"
#include "platform/http/message.hpp"

#include <boost/json/fwd.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::api {

// A whole number of the address: its bounds, and what holds when it is absent.
struct WholeNumber {
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t fallback = 0;
};

struct Call {
    const http::Request& request;
    Principal principal;
    std::vector<std::string> captures; // what stood in the {} of the route, in order

    // The capture as a positive integer; not_found otherwise, since no such thing can be.
    Result<std::int64_t> id(std::size_t index) const;
    // ?limit= and ?cursor=.
    Result<control::PageRequest> page() const;
    // If-Match: "3" or *.
    Result<control::ExpectedVersion> expected_version() const;
    std::string query(const std::string& name) const; // "" when absent
    // RFC 3339; nothing when absent.
    Result<std::optional<Instant>> instant(const std::string& name) const;
    Result<std::int64_t> whole_number(const std::string& name, const WholeNumber& rule) const;
};

using Handler = std::function<Result<http::Response>(const Call&)>;

http::Response json_answer(int status, const boost::json::value& body);
// 201 with Location.
http::Response created_answer(std::string location, const boost::json::value& body);
http::Response empty_answer(); // 204
// A bare array; with a next cursor in a Link header (RFC 8288) that keeps the other query parameters.
http::Response list_answer(const Call& call, const boost::json::value& items, const std::string& next_cursor);
// Adds the ETag that If-Match takes back.
http::Response with_version(http::Response response, std::int64_t version);
// For what bears a secret, or is another thing a moment later.
http::Response never_stored(http::Response response);
// attachment or inline; the name in RFC 6266 form, ASCII and UTF-8.
enum class Disposition { attachment, inline_view };
void add_file_headers(http::Response& response, const std::string& filename, Disposition disposition);

// RFC 3339, or null.
boost::json::value instant_json(const std::optional<Instant>& instant);
boost::json::array warnings_json(const std::vector<control::Warning>& warnings);

} // namespace presstime::api
