// A change of grants is judged by the grants as they were: who may manage a category may also give that away.
#include "control/categories.hpp"

#include "base/text.hpp"
#include "codec/grants_json.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "store/category_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

enum class Presence { whole, partial };

Result<> read_category(std::string_view text, Presence presence, Category& category)
{
    const boost::json::value document = TRY(codec::parse_json(text));
    codec::ObjectReader reader(document, "");
    reader.ignore({"id", "version", "level"});
    if (presence == Presence::whole)
        reader.require("name");
    reader.text("name", category.name, codec::kNameRule);
    reader.text("description", category.description, {0, 10'000, codec::TextShape::paragraphs});
    if (const boost::json::value* given = reader.take("grants")) {
        Result<std::vector<Grant>> grants = codec::grants_from_value(*given, "grants");
        if (grants)
            category.grants = std::move(*grants);
        else
            reader.fail_with(std::move(grants).error());
    }
    TRY(reader.finish());
    if (category.name != trim(category.name))
        return fail(Error::invalid("name", "name must not begin or end with a space"));
    return {};
}

Result<> check_grantees(db::Session& session, const Category& category)
{
    for (std::size_t index = 0; index < category.grants.size(); ++index) {
        const Grant& grant = category.grants[index];
        if (TRY(store::has_grantee(session, category.workspace_id, grant)))
            continue;
        const std::string_view kind = to_text(grant.kind);
        const std::string field = fmt::format("grants[{}].{}", index, kind);
        return fail(Error::invalid(
            field, fmt::format("{} names a {} that does not exist: {}", field, kind, grant.id)));
    }
    return {};
}

// For a caller who means to do `action` with it.
Result<Category> find(db::Session& session, const Principal& principal, Action action, std::int64_t id)
{
    Category category = TRY(store::get_category(session, principal.workspace_id, id));
    TRY(require(principal, action, {ResourceKind::category, category.workspace_id, category.grants, {}},
                Error::not_found(fmt::format("category {} does not exist", id))));
    return category;
}

SeenCategory seen_by(const Principal& principal, Category category)
{
    const auto level = level_of(principal, ResourceKind::category, category.grants);
    if (level != GrantLevel::manage)
        category.grants.clear();
    return {std::move(category), level.value_or(GrantLevel::read)};
}

std::vector<std::string> differences(const Category& before, const Category& after)
{
    std::vector<std::string> names;
    if (before.name != after.name)
        names.emplace_back("name");
    if (before.description != after.description)
        names.emplace_back("description");
    if (before.grants != after.grants)
        names.emplace_back("grants");
    return names;
}

} // namespace

std::optional<GrantLevel> level_of(const Principal& principal, ResourceKind kind,
                                   const std::vector<Grant>& grants)
{
    const Resource resource{kind, principal.workspace_id, grants, {}};
    if (can(principal, Action::manage, resource))
        return GrantLevel::manage;
    if (can(principal, Action::edit, resource))
        return GrantLevel::edit;
    return can(principal, Action::read, resource) ? std::optional(GrantLevel::read) : std::nullopt;
}

Result<SeenCategory> Categories::create(const Principal& principal, std::string_view json)
{
    TRY(require(principal, Action::manage, ResourceKind::category));
    Category wanted;
    wanted.workspace_id = principal.workspace_id;
    TRY(read_category(json, Presence::whole, wanted));
    Category made;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        made = wanted;
        TRY(check_grantees(session, made));
        TRY(store::insert_category(session, made));
        return record_change(session, principal, CategoryChange{"category.created", made},
                             environment_.clock.now());
    }));
    return seen_by(principal, std::move(made));
}

Result<SeenCategory> Categories::patch(const Principal& principal, std::int64_t id, std::string_view json,
                                       ExpectedVersion expected)
{
    TRY(require_scope(principal, Action::manage, ResourceKind::category));
    Category changed;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Category before = TRY(find(session, principal, Action::manage, id));
        TRY(check_version(expected, before.version, fmt::format("category {}", id)));
        changed = before;
        TRY(read_category(json, Presence::partial, changed));
        const std::vector<std::string> changes = differences(before, changed);
        if (changes.empty())
            return {};
        TRY(check_grantees(session, changed));
        TRY(store::update_category(session, changed));
        return record_change(session, principal, CategoryChange{"category.updated", changed, changes},
                             environment_.clock.now());
    }));
    return seen_by(principal, std::move(changed));
}

Result<> Categories::remove(const Principal& principal, std::int64_t id)
{
    return environment_.database.write([&](db::Session& session) -> Result<> {
        constexpr int kNamed = 5;
        const Category category = TRY(find(session, principal, Action::manage, id));
        std::vector<std::string> used =
            TRY(store::dashboards_in_category(session, principal.workspace_id, category.name, kNamed + 1));
        if (used.size() > kNamed)
            used.back() = "and more";
        if (!used.empty())
            return fail(Error::conflict(fmt::format("category {} holds {}; put those elsewhere first",
                                                    category.name, join(used, ", "))));
        TRY(record_change(session, principal, CategoryChange{"category.deleted", category},
                          environment_.clock.now()));
        return store::delete_category(session, principal.workspace_id, id);
    });
}

Result<SeenCategory> Categories::get(const Principal& principal, std::int64_t id)
{
    Category found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        found = TRY(find(session, principal, Action::read, id));
        return {};
    }));
    return seen_by(principal, std::move(found));
}

Result<std::vector<SeenCategory>> Categories::list(const Principal& principal)
{
    std::vector<SeenCategory> seen;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        seen.clear();
        for (Category& category : TRY(store::list_categories(session, principal.workspace_id)))
            if (level_of(principal, ResourceKind::category, category.grants))
                seen.push_back(seen_by(principal, std::move(category)));
        return {};
    }));
    return seen;
}

} // namespace presstime::control
