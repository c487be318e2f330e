// Decides what a security context leaves of a data set, by id or by name.
#include "model/secure_filter.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace presstime {
namespace {

bool is_name_character(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

} // namespace

bool may_name(std::string_view sql, const Dataset& dataset)
{
    const std::string text = to_lower_ascii(sql);
    const std::string name = to_lower_ascii(dataset.name);
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        const bool begins = at == 0 || !is_name_character(text[at - 1]);
        if (begins && (end == text.size() || !is_name_character(text[end])))
            return true;
    }
    return false;
}

bool is_called(const Dataset& dataset, std::string_view text)
{
    return (!dataset.id.empty() && dataset.id == text) || equals_ignore_case_ascii(dataset.name, text);
}

Result<const RowFilter*> SecurityContext::rows_of(const Dataset& dataset) const
{
    const auto names_it = [&](std::string_view text) { return is_called(dataset, text); };
    const auto listed = std::ranges::any_of(dataset_ids, names_it);
    if (!all_datasets && !listed)
        return fail(Error::forbidden(
            fmt::format("the token does not name the data set {}; add it to dataSetIds", dataset.name)));
    const auto found = std::ranges::find_if(filters, names_it, [](const auto& each) { return each.first; });
    if (found != filters.end())
        return &found->second;
    if (all_datasets && !filters.empty())
        return fail(
            Error::forbidden(fmt::format("the token has filters but none for the data set {}; give it "
                                         "one in secureFilters, or list it in dataSetIds",
                                         dataset.name)));
    return nullptr;
}

Result<> SecurityContext::check_names(const std::vector<Dataset>& datasets) const
{
    const auto count = [&](std::string_view text) {
        return std::ranges::count_if(datasets, [&](const Dataset& each) { return is_called(each, text); });
    };
    for (const std::string& id : dataset_ids)
        if (count(id) == 0)
            return fail(Error::invalid("dataSetIds", fmt::format("dataSetIds: there is no data set {}", id)));
    for (const auto& [name, filter] : filters)
        if (count(name) == 0)
            return fail(Error::invalid("secureFilters." + name,
                                       fmt::format("secureFilters: there is no data set {}", name)));
    for (const Dataset& dataset : datasets)
        if (std::ranges::count_if(filters, [&](const auto& each) { return is_called(dataset, each.first); }) >
            1)
            return fail(
                Error::invalid("secureFilters." + dataset.name,
                               fmt::format("secureFilters: two filters are for the data set {}; give it one",
                                           dataset.name)));
    return {};
}

} // namespace presstime
