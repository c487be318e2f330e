// Locked columns become a security context that names every data set at hand: under it a query reads data
// sets alone, so that no table is left beside them.
#include "control/embed_view.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

constexpr std::string_view kTenant = "tenant_id";

struct Lock {
    LockedFilter filter;
    std::string path; // of the request
};

std::vector<Lock> locks_of(const EmbedSession& session)
{
    std::vector<Lock> locks;
    if (!session.tenant_id.empty())
        locks.push_back({{std::string(kTenant), {Value(session.tenant_id)}}, std::string(kTenant)});
    for (const LockedFilter& filter : session.permissions.locked_filters)
        locks.push_back({filter, "permissions.locked_filters." + filter.name});
    return locks;
}

FilterTerm term_of(const LockedFilter& filter, std::string field)
{
    return {std::move(field), filter.values.size() == 1 ? FilterOp::equal : FilterOp::in, filter.values};
}

// Adds a condition to what must hold of the data set's rows already.
void require_term(SecurityContext& security, const Dataset& dataset, FilterTerm term)
{
    RowFilter& rows = security.filters[dataset.name];
    if (rows.empty())
        rows.emplace_back();
    rows.front().push_back(std::move(term));
}

const Dataset* qualified(const std::vector<Dataset>& datasets, std::string_view name, std::string& column)
{
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos)
        return nullptr;
    column = name.substr(dot + 1);
    const auto found = std::ranges::find_if(
        datasets, [&](const Dataset& each) { return is_called(each, name.substr(0, dot)); });
    return found == datasets.end() ? nullptr : &*found;
}

Result<> lock_columns(const Lock& lock, const Dashboard& dashboard, const std::vector<Dataset>& datasets,
                      EmbedView& view)
{
    if (datasets.empty())
        return fail(Error::invalid(
            lock.path,
            fmt::format("{} finds nothing to filter: dashboard {} has no parameter {} and reads no "
                        "data sets; give it one of both",
                        lock.path, dashboard.id, lock.filter.name)));
    if (!view.security) {
        view.security.emplace();
        for (const Dataset& dataset : datasets)
            view.security->dataset_ids.push_back(dataset.name);
    }
    std::string column;
    if (const Dataset* dataset = qualified(datasets, lock.filter.name, column)) {
        require_term(*view.security, *dataset, term_of(lock.filter, std::move(column)));
        return {};
    }
    for (const Dataset& dataset : datasets)
        require_term(*view.security, dataset, term_of(lock.filter, lock.filter.name));
    return {};
}

Result<> apply(const Lock& lock, const Dashboard& dashboard, const std::vector<Dataset>& datasets,
               EmbedView& view)
{
    const auto parameter = std::ranges::find(dashboard.parameters, lock.filter.name, &Parameter::name);
    if (parameter == dashboard.parameters.end())
        return lock_columns(lock, dashboard, datasets, view);
    if (lock.filter.values.size() != 1)
        return fail(
            Error::invalid(lock.path, fmt::format("{} must be one value: {} is a parameter of the dashboard",
                                                  lock.path, parameter->name)));
    const std::string value = literal_text(lock.filter.values.front());
    const auto [known, added] = view.locked.emplace(parameter->name, value);
    if (!added && known->second != value)
        return fail(Error::invalid(
            lock.path, fmt::format("{} and {} say different things; give one of them", kTenant, lock.path)));
    return {};
}

} // namespace

std::string literal_text(const Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return fmt::format("{}", *integer);
    if (const auto* real = std::get_if<double>(&value))
        return fmt::format("{}", *real);
    return std::get_if<bool>(&value) && std::get<bool>(value) ? "true" : "false";
}

bool EmbedView::may_set(const EmbedPermissions& permissions, const std::string& parameter) const
{
    const std::vector<std::string>& allowed = permissions.allowed_dimensions;
    return !locked.contains(parameter) &&
           (allowed.empty() || std::ranges::find(allowed, parameter) != allowed.end());
}

Result<EmbedView> token_view(const DataAccess& access, Dashboard dashboard)
{
    EmbedView view;
    view.security = access.security;
    for (const Binding& binding : access.parameters) {
        const auto known = std::ranges::find(dashboard.parameters, binding.name, &Parameter::name);
        if (known == dashboard.parameters.end())
            continue;
        const std::string field = "parameters." + binding.name;
        if (std::holds_alternative<std::monostate>(binding.value))
            return fail(Error::invalid(
                field, fmt::format("{} is a parameter of dashboard {} and cannot be null; give it a value",
                                   field, dashboard.id)));
        view.locked.emplace(binding.name, literal_text(binding.value));
    }
    view.dashboard = std::move(dashboard);
    return view;
}

Result<EmbedView> embed_view(const EmbedSession& session, Dashboard dashboard,
                             const std::vector<Dataset>& datasets)
{
    EmbedView view;
    for (const Lock& lock : locks_of(session))
        TRY(apply(lock, dashboard, datasets, view));
    const std::vector<std::string>& hidden = session.permissions.hidden_widgets;
    std::erase_if(dashboard.widgets,
                  [&](const Widget& widget) { return std::ranges::find(hidden, widget.id) != hidden.end(); });
    view.dashboard = std::move(dashboard);
    return view;
}

} // namespace presstime::control
