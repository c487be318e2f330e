// Summaries are small, so all of a workspace are read, and what is hidden, sought and sorted is settled here:
// the total is then known, too.
#include "control/dashboard_rows.hpp"

#include "base/text.hpp"
#include "control/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace presstime::control {
namespace {

using store::DashboardRow;

bool has_word(const DashboardRow& row, std::string_view word)
{
    const auto holds = [word](const std::string& text) {
        return to_lower_ascii(text).find(word) != std::string::npos;
    };
    return holds(row.name) || holds(row.description) || std::ranges::any_of(row.tags, holds);
}

bool is_wanted(const DashboardRow& row, const DashboardRowsWish& wish,
               const std::vector<std::string_view>& words)
{
    if (!wish.category.empty() && row.category != wish.category)
        return false;
    if (!wish.tag.empty() && std::ranges::find(row.tags, wish.tag) == row.tags.end())
        return false;
    return std::ranges::all_of(words,
                               [&](std::string_view word) { return word.empty() || has_word(row, word); });
}

// Whether `a` comes first. Equal ones stand by name, then by id.
using Order = bool (*)(const DashboardRow& a, const DashboardRow& b);

bool by_name(const DashboardRow& a, const DashboardRow& b)
{
    const std::string left = to_lower_ascii(a.name), right = to_lower_ascii(b.name);
    return left != right ? left < right : a.id < b.id;
}

template <auto Member>
bool by(const DashboardRow& a, const DashboardRow& b)
{
    return a.*Member != b.*Member ? a.*Member < b.*Member : by_name(a, b);
}

Result<> sort_rows(std::vector<DashboardRow>& rows, const std::string& sort)
{
    static constexpr std::array<std::pair<std::string_view, Order>, 4> kOrders{
        {{"name", by_name},
         {"updated_at", by<&DashboardRow::updated_at>},
         {"reports", by<&DashboardRow::reports>},
         {"number", by<&DashboardRow::number>}}};
    const bool turned = sort.starts_with('-');
    const std::string_view key = sort.empty() ? "name" : std::string_view(sort).substr(turned ? 1 : 0);
    const auto order = std::ranges::find(kOrders, key, &std::pair<std::string_view, Order>::first);
    if (order == kOrders.end())
        return fail(Error::invalid(
            "sort", fmt::format("sort must be name, updated_at, reports or number, with - in front for the "
                                "other way round; \"{}\" was given",
                                clip_utf8(sort, 40))));
    std::ranges::sort(rows, order->second);
    if (turned)
        std::ranges::reverse(rows);
    return {};
}

} // namespace

Result<DashboardRowsFound> list_dashboard_rows(const Environment& environment, const Principal& principal,
                                               const DashboardRowsWish& wish)
{
    std::vector<DashboardRow> rows;
    const std::string sought = to_lower_ascii(wish.q);
    const std::vector<std::string_view> words = split(sought, ' ');
    TRY(environment.database.read([&](db::Session& session) -> Result<> {
        const std::set<std::string> hidden = TRY(hidden_dashboards(session, principal));
        rows = TRY(store::list_dashboard_rows(session, principal.workspace_id));
        std::erase_if(rows, [&](const DashboardRow& row) {
            return hidden.contains(row.id) || !is_wanted(row, wish, words);
        });
        return {};
    }));
    TRY(sort_rows(rows, wish.sort));
    DashboardRowsFound found;
    found.total = static_cast<std::int64_t>(rows.size());
    if (!wish.page.cursor.empty()) {
        const auto last = std::ranges::find(rows, wish.page.cursor, &DashboardRow::id);
        if (last == rows.end())
            return fail(Error::malformed("the cursor names a dashboard that is no longer in the list; begin "
                                         "again without it"));
        rows.erase(rows.begin(), std::next(last));
    }
    auto page = TRY(make_page(std::move(rows), wish.page, [](const DashboardRow& row) { return row.id; }));
    found.rows = std::move(page.items);
    found.next_cursor = std::move(page.next_cursor);
    return found;
}

} // namespace presstime::control
