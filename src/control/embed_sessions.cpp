// Made, listed and ended by people with a key; opened by whoever holds the token. Every opening judges the
// maker's rights again, so that nobody sees through a session what its maker may no longer see.
#include "control/embed_sessions.hpp"

#include "base/id.hpp"
#include "codec/embed_json.hpp"
#include "codec/json_reader.hpp"
#include "codec/schedule_json.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/dashboard_checks.hpp"
#include "control/dashboard_lookup.hpp"
#include "control/embed_frequency.hpp"
#include "control/embed_view.hpp"
#include "platform/crypto/random.hpp"
#include "platform/crypto/sha256.hpp"
#include "store/access_store.hpp"
#include "store/dataset_store.hpp"
#include "store/embed_session_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kPrefix = "pte_";
constexpr std::size_t kMaxTokenBytes = 200;
constexpr seconds kShortest = hours(1);
constexpr seconds kLongest = hours(24);
constexpr seconds kViewLife = minutes(5);

struct Wish {
    EmbedSession session; // tenant and permissions
    std::string dashboard;
    seconds life = hours(1);
};

void read_life(codec::ObjectReader& reader, seconds& life)
{
    const boost::json::value* given = reader.take("expires_in");
    if (!given)
        return;
    std::optional<seconds> read;
    if (given->is_string())
        read = codec::parse_duration(given->get_string());
    else if (given->is_int64())
        read = seconds(given->get_int64());
    if (read && *read >= kShortest && *read <= kLongest)
        life = *read;
    else
        reader.fail("expires_in",
                    "must be 1 to 24 hours: seconds from 3600 to 86400, or text such as \"8h\"");
}

Result<Wish> read_wish(std::string_view json)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    Wish wish;
    codec::ObjectReader reader(document, "");
    reader.require("dashboard_id");
    if (const boost::json::value* id = reader.take("dashboard_id"); id && id->is_int64())
        wish.dashboard = fmt::format("{}", id->get_int64());
    else
        reader.text("dashboard_id", wish.dashboard, codec::kNameRule);
    reader.text("tenant_id", wish.session.tenant_id, {1, 500, codec::TextShape::line});
    reader.text("user_reference", wish.session.user_reference, {1, 200, codec::TextShape::line});
    read_life(reader, wish.life);
    const boost::json::value* permissions = reader.take("permissions");
    TRY(reader.finish());
    if (permissions)
        wish.session.permissions = TRY(codec::embed_permissions_from_json(*permissions, "permissions"));
    if (const auto& options = wish.session.permissions.schedule_options)
        TRY(check_schedule_options(*options, "permissions.schedule_options"));
    return wish;
}

Resource resource_of(const EmbedSession& session)
{
    return {.kind = ResourceKind::token, .workspace_id = session.workspace_id, .owner = session.owner};
}

std::unexpected<Error> refuse(std::string message)
{
    return fail(Error{ErrorKind::unauthenticated, std::move(message), {}, {}});
}

// The local operator's sessions have no owner and stand on their own.
Result<> check_owner(db::Session& session, const EmbedSession& embed, Instant now)
{
    if (embed.owner == OwnerRef{})
        return {};
    const auto owner = TRY(store::find_owner(session, embed.workspace_id, embed.owner, now));
    if (owner && require_dashboard(session, *owner, Action::read, embed.dashboard_id))
        return {};
    return refuse("whoever made this embed session may no longer read the dashboard");
}

// Of the connections that its queries read: those it brings along, and the workspace's.
Result<std::vector<Dataset>> datasets_of(db::Session& session, std::int64_t workspace_id,
                                         const Dashboard& dashboard)
{
    auto datasets = TRY(store::datasets_in_reach(session, workspace_id, dashboard.datasets));
    std::erase_if(datasets, [&](const Dataset& dataset) {
        return std::ranges::find(dashboard.queries, dataset.connection, &Query::connection) ==
               dashboard.queries.end();
    });
    return datasets;
}

// For the audit: "dash_sales, tenant acme, until 2026-03-02T10:00:00Z".
std::string describe(const EmbedSession& embed)
{
    const std::string tenant = embed.tenant_id.empty() ? "" : fmt::format(", tenant {}", embed.tenant_id);
    return fmt::format("{}{}, until {}", embed.dashboard_id, tenant, format_rfc3339(embed.expires_at));
}

// Every hidden widget and every dimension is one of the dashboard's: a slip of the pen would show it.
Result<> check_names(const EmbedPermissions& permissions, const Dashboard& dashboard)
{
    const auto check = [&](const std::vector<std::string>& names, const auto& items, auto member,
                           std::string_view list, std::string_view what) -> Result<> {
        for (std::size_t index = 0; index < names.size(); ++index)
            if (std::ranges::find(items, names[index], member) == items.end()) {
                const std::string field = codec::indexed(fmt::format("permissions.{}", list), index);
                return fail(Error::invalid(field, fmt::format("{}: dashboard {} has no {} {}", field,
                                                              dashboard.id, what, names[index])));
            }
        return {};
    };
    TRY(check(permissions.hidden_widgets, dashboard.widgets, &Widget::id, "hidden_widgets", "widget"));
    return check(permissions.allowed_dimensions, dashboard.parameters, &Parameter::name, "allowed_dimensions",
                 "parameter");
}

} // namespace

Result<> EmbedSessions::check_locks(const EmbedSession& session, const FoundEmbed& opened)
{
    const EmbedView view = TRY(embed_view(session, opened.dashboard, opened.datasets));
    if (!view.security)
        return {};
    const std::vector<Binding> bindings = default_bindings(opened.dashboard, session.created_at);
    for (const Query& query : opened.dashboard.queries) {
        const auto columns = inspector_.describe(
            {session.workspace_id, query, bindings, opened.dashboard.datasets, view.security});
        if (columns || columns.error().kind == ErrorKind::retry)
            continue;
        const std::string field =
            session.permissions.locked_filters.empty() ? "tenant_id" : "permissions.locked_filters";
        return fail(Error::invalid(field, fmt::format("{}: query {} cannot be locked so: {}", field,
                                                      query.name, columns.error().message)));
    }
    return {};
}

Result<NewEmbedSession> EmbedSessions::insert(const Principal& principal, EmbedSession session,
                                              const std::string& dashboard, Action needed)
{
    NewEmbedSession made{std::move(session), 0, std::string(kPrefix) + make_random_text(kSecretCharacters)};
    made.session.workspace_id = principal.workspace_id;
    made.session.owner = owner_of(principal);
    FoundEmbed opened;
    TRY(environment_.database.read([&](db::Session& db) -> Result<> {
        const store::DashboardRecord record = TRY(find_dashboard(db, principal, needed, dashboard));
        made.session.dashboard_id = record.draft.id;
        made.dashboard_number = record.draft.number;
        if (!record.published_version)
            return fail(Error::conflict(fmt::format(
                "dashboard {} is not published; publish it before it is embedded", record.draft.id)));
        opened.dashboard = TRY(store::get_published(db, principal.workspace_id, record.draft.id));
        opened.datasets = TRY(datasets_of(db, principal.workspace_id, opened.dashboard));
        return {};
    }));
    TRY(check_names(made.session.permissions, opened.dashboard));
    TRY(check_locks(made.session, opened));
    TRY(environment_.database.write([&](db::Session& db) -> Result<> {
        TRY(store::delete_ended_embed_sessions(db, made.session.created_at));
        TRY(store::insert_embed_session(db, made.session, sha256_hex(made.token)));
        return record_change(db, principal,
                             {.type = "embed_session.created",
                              .resource = fmt::format("embed session {}", made.session.id),
                              .detail = describe(made.session)},
                             made.session.created_at);
    }));
    return made;
}

Result<NewEmbedSession> EmbedSessions::create(const Principal& principal, std::string_view json)
{
    Wish wish = TRY(read_wish(json));
    wish.session.created_at = environment_.clock.now();
    wish.session.expires_at = wish.session.created_at + wish.life;
    return insert(principal, std::move(wish.session), wish.dashboard, Action::run);
}

Result<NewEmbedSession> EmbedSessions::create_view(const Principal& principal, const std::string& dashboard)
{
    EmbedSession session;
    session.created_at = environment_.clock.now();
    session.expires_at = session.created_at + kViewLife;
    return insert(principal, std::move(session), dashboard, Action::read);
}

Result<Page<EmbedSession>> EmbedSessions::list(const Principal& principal, const PageRequest& page)
{
    const std::int64_t before = TRY(parse_cursor(page.cursor));
    std::vector<EmbedSession> sessions;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        sessions = TRY(collect<EmbedSession>(
            rows_to_fetch(page), before,
            [&](std::int64_t below, int limit) {
                return store::list_embed_sessions(session, principal.workspace_id, environment_.clock.now(),
                                                  below, limit);
            },
            [&](const EmbedSession& each) -> Result<bool> {
                return can(principal, Action::read, resource_of(each));
            },
            [](const EmbedSession& last) { return last.id; }));
        return {};
    }));
    return make_page(std::move(sessions), page,
                     [](const EmbedSession& last) { return fmt::format("{}", last.id); });
}

Result<> EmbedSessions::remove(const Principal& principal, std::int64_t id)
{
    return environment_.database.write([&](db::Session& session) -> Result<> {
        const EmbedSession embed = TRY(store::get_embed_session(session, principal.workspace_id, id));
        TRY(require(principal, Action::read, resource_of(embed), store::missing_embed_session(id)));
        TRY(store::delete_embed_session(session, principal.workspace_id, id));
        return record_change(session, principal,
                             {.type = "embed_session.deleted",
                              .resource = fmt::format("embed session {}", id),
                              .detail = describe(embed)},
                             environment_.clock.now());
    });
}

Result<FoundEmbed> EmbedSessions::open(std::string_view token)
{
    if (!token.starts_with(kPrefix) || token.size() > kMaxTokenBytes)
        return refuse(
            "an embed token is required: Authorization: Bearer TOKEN, from POST /v1/embed-sessions");
    const Instant now = environment_.clock.now();
    FoundEmbed opened;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        auto found = TRY(store::find_embed_session(session, sha256_hex(token)));
        if (!found || found->expires_at <= now)
            return refuse("this embed session has ended; ask the host for a fresh one");
        opened.session = std::move(*found);
        TRY(check_owner(session, opened.session, now));
        opened.dashboard =
            TRY(store::get_published(session, opened.session.workspace_id, opened.session.dashboard_id));
        opened.datasets = TRY(datasets_of(session, opened.session.workspace_id, opened.dashboard));
        return {};
    }));
    return opened;
}

} // namespace presstime::control
