// What every use case stands on, and the small values that several of them return.
#pragma once

#include "base/clock.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/db/database.hpp"
#include "platform/objects/object_store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct Environment {
    db::Database& database;
    ObjectStore& objects;
    const Clock& clock;
    const SecretBox& secrets;
    std::function<void()> wake; // pokes scheduler, workers and couriers; may be empty
};

// Saved, but the caller should know.
struct Warning {
    std::string field;
    std::string detail;
};

// `limit` 0 = all, up to kMaxUnlimited. `cursor` is the next_cursor of the page before.
struct PageRequest {
    int limit = 0;
    std::string cursor;
};
inline constexpr int kMaxUnlimited = 10'000;
inline constexpr int kMaxLimit = 1'000;

template <typename Item>
struct Page {
    std::vector<Item> items;
    std::string next_cursor; // empty at the end
};

// How many rows to ask the store for, one more than will be shown.
inline int rows_to_fetch(const PageRequest& request)
{
    return (request.limit == 0 ? kMaxUnlimited : request.limit) + 1;
}
// Cuts the extra row; malformed when nobody asked for a limit and there are too many.
template <typename Item, typename CursorOf>
Result<Page<Item>> make_page(std::vector<Item> items, const PageRequest& request, CursorOf&& cursor_of)
{
    Page<Item> page{std::move(items), {}};
    const auto shown = static_cast<std::size_t>(rows_to_fetch(request) - 1);
    if (page.items.size() <= shown)
        return page;
    if (request.limit == 0)
        return fail(Error::malformed(
            "there are more than 10,000; ask for a page with ?limit= and follow its Link header"));
    page.items.resize(shown);
    page.next_cursor = cursor_of(page.items.back());
    return page;
}

// The id in a cursor, 0 when empty; malformed when it is none of ours.
Result<std::int64_t> parse_cursor(std::string_view cursor);

// The version a caller says it has seen (If-Match); nothing = any.
using ExpectedVersion = std::optional<std::int64_t>;
// Marks a `conflict` as a failed precondition: 412 over HTTP.
inline constexpr std::string_view kPreconditionFailed = "precondition failed";
Result<> check_version(ExpectedVersion expected, std::int64_t stored, std::string_view what);

} // namespace presstime::control
