// Secure filters and what a token says of data sets. Strict, because a filter that is misread shows somebody
// else's rows.
#include "codec/security_json.hpp"

#include "codec/json_reader.hpp"
#include "codec/scalar_json.hpp"

#include <array>
#include <fmt/format.h>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxGroups = 100;
constexpr std::size_t kMaxTerms = 50;
constexpr std::size_t kMaxValues = 1'000;
constexpr std::size_t kMaxValuesOfFilter = 10'000;
constexpr std::size_t kMaxDatasets = 200;
constexpr TextRule kNameOfDataset{1, 100, TextShape::line};
constexpr TextRule kTextValue{0, 1'000, TextShape::paragraphs};

// Operators by other names; the patterns are made of the value, "{}".
struct Alias {
    std::string_view word;
    FilterOp op;
    std::string_view pattern; // empty: the value stays as it is
};
constexpr std::array<Alias, 6> kAliases = {{{"is_one_of", FilterOp::in, ""},
                                            {"is_not_one_of", FilterOp::not_in, ""},
                                            {"starts_with", FilterOp::like, "{}%"},
                                            {"ends_with", FilterOp::like, "%{}"},
                                            {"contains_substring", FilterOp::like, "%{}%"},
                                            {"does_not_contain_substring", FilterOp::not_like, "%{}%"}}};

std::string escape_pattern(std::string_view text)
{
    std::string out;
    for (char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

bool ends_with_lone_backslash(std::string_view pattern)
{
    const std::size_t last = pattern.find_last_not_of('\\');
    const std::size_t backslashes = pattern.size() - (last == std::string_view::npos ? 0 : last + 1);
    return backslashes % 2 == 1;
}

Result<Value> value_from_json(const json::value& value, const std::string& path)
{
    if (value.is_bool())
        return Value{value.get_bool()};
    if (value.is_int64())
        return Value{value.get_int64()};
    if (value.is_double())
        return Value{value.get_double()};
    if (value.is_string()) {
        TRY(check_text(value.get_string(), kTextValue, path));
        return Value{std::string(value.get_string())};
    }
    const std::string mend = value.is_null() ? "; NULL is asked for with is_null or is_not_null" : "";
    return presstime::fail(
        Error::invalid(path, fmt::format("{} must be text, a number or a boolean{}", path, mend)));
}

Result<std::vector<Value>> list_from_json(const json::value* given, const std::string& path)
{
    const json::array* items = given ? given->if_array() : nullptr;
    if (!items || items->size() > kMaxValues)
        return presstime::fail(
            Error::invalid(path, fmt::format("{} must be a list of at most {} values", path,
                                             format_count(static_cast<std::int64_t>(kMaxValues)))));
    std::vector<Value> values;
    for (std::size_t index = 0; index < items->size(); ++index)
        values.push_back(TRY(value_from_json((*items)[index], indexed(path, index))));
    return values;
}

// The values that the operator needs.
Result<std::vector<Value>> read_values(FilterOp op, const json::value* given, const std::string& path)
{
    if (op == FilterOp::is_null || op == FilterOp::is_not_null) {
        if (given)
            return presstime::fail(Error::invalid(
                path, fmt::format("{} must be absent: {} compares with nothing", path, to_text(op))));
        return std::vector<Value>{};
    }
    if (op == FilterOp::in || op == FilterOp::not_in)
        return list_from_json(given, path);
    if (!given)
        return presstime::fail(Error::invalid(
            path, fmt::format("{} is required; NULL is asked for with is_null or is_not_null", path)));
    std::vector<Value> values{TRY(value_from_json(*given, path))};
    const bool is_pattern = op == FilterOp::like || op == FilterOp::not_like;
    if (is_pattern && !std::holds_alternative<std::string>(values.front()))
        return presstime::fail(Error::invalid(path, fmt::format("{} must be text", path)));
    return values;
}

Result<FilterTerm> term_from_json(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    FilterTerm term;
    reader.require("field");
    reader.require("op");
    reader.text("field", term.field, kNameRule);
    const Alias* alias = nullptr;
    const json::value* op = reader.take("op");
    if (op && op->is_string())
        for (const Alias& each : kAliases)
            if (op->get_string() == each.word)
                alias = &each;
    if (alias)
        term.op = alias->op;
    else
        reader.word("op", term.op);
    const json::value* given = reader.take("value");
    TRY(reader.finish());
    const std::string value_path = path + ".value";
    term.values = TRY(read_values(term.op, given, value_path));
    if (term.op != FilterOp::like && term.op != FilterOp::not_like)
        return term;
    auto& pattern = std::get<std::string>(term.values.front());
    if (alias)
        pattern = fmt::format(fmt::runtime(alias->pattern), escape_pattern(pattern));
    else if (ends_with_lone_backslash(pattern))
        return presstime::fail(Error::invalid(
            value_path,
            fmt::format("{} must not end with a single \\, which escapes what follows", value_path)));
    return term;
}

Result<FilterGroup> group_from_json(const json::array& terms, const std::string& path)
{
    // All of nothing would be every row.
    if (terms.empty() || terms.size() > kMaxTerms)
        return presstime::fail(
            Error::invalid(path, fmt::format("{} must hold 1 to {} conditions", path, kMaxTerms)));
    FilterGroup group;
    for (std::size_t index = 0; index < terms.size(); ++index)
        group.push_back(TRY(term_from_json(terms[index], indexed(path, index))));
    return group;
}

// "*" or a list of names; without the key nothing is named.
Result<> read_dataset_ids(const json::value* given, const std::string& path, SecurityContext& security)
{
    if (!given || given->is_null())
        return {};
    if (given->is_string() && given->get_string() == "*") {
        security.all_datasets = true;
        return {};
    }
    const json::array* items = given->if_array();
    if (!items || items->size() > kMaxDatasets)
        return presstime::fail(Error::invalid(
            path, fmt::format("{} must be \"*\" or a list of at most {} data sets", path, kMaxDatasets)));
    for (std::size_t index = 0; index < items->size(); ++index) {
        const json::value& item = (*items)[index];
        if (!item.is_string())
            return presstime::fail(
                Error::invalid(indexed(path, index), fmt::format("{} must be text", indexed(path, index))));
        TRY(check_text(item.get_string(), kNameOfDataset, indexed(path, index)));
        if (item.get_string() == "*")
            security.all_datasets = true;
        else
            security.dataset_ids.emplace_back(item.get_string());
    }
    return {};
}

Result<> read_filters(const json::value* given, const std::string& path, SecurityContext& security)
{
    if (!given || given->is_null())
        return {};
    const json::object* members = given->if_object();
    if (!members || members->size() > kMaxDatasets)
        return presstime::fail(
            Error::invalid(path, fmt::format("{} must be an object of at most {} data sets and their filters",
                                             path, kMaxDatasets)));
    for (const auto& member : *members) {
        const std::string key = fmt::format("{}.{}", path, clip_utf8(member.key(), 100));
        TRY(check_text(member.key(), kNameOfDataset, key));
        security.filters.emplace(member.key(), TRY(row_filter_from_json(member.value(), key)));
    }
    return {};
}

std::string joined(const std::string& path, std::string_view key)
{
    return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

} // namespace

Result<RowFilter> row_filter_from_json(const json::value& value, const std::string& path)
{
    const json::array* items = value.if_array();
    if (!items || items->size() > kMaxGroups)
        return presstime::fail(Error::invalid(
            path, fmt::format("{} must be a list of at most {} conditions, or of lists of them", path,
                              kMaxGroups)));
    RowFilter filter;
    std::size_t values = 0;
    for (std::size_t index = 0; index < items->size(); ++index) {
        const json::value& item = (*items)[index];
        const bool nested = item.is_array();
        if (nested != items->front().is_array())
            return presstime::fail(Error::invalid(
                indexed(path, index),
                fmt::format("{} must hold either conditions or lists of conditions, not both", path)));
        filter.push_back(nested ? TRY(group_from_json(item.get_array(), indexed(path, index)))
                                : FilterGroup{TRY(term_from_json(item, indexed(path, index)))});
        for (const FilterTerm& term : filter.back())
            values += term.values.size();
    }
    if (values > kMaxValuesOfFilter)
        return presstime::fail(
            Error::invalid(path, fmt::format("{} compares with more than {} values", path,
                                             format_count(static_cast<std::int64_t>(kMaxValuesOfFilter)))));
    return filter;
}

json::array row_filter_to_json(const RowFilter& filter)
{
    json::array groups;
    for (const FilterGroup& group : filter) {
        json::array terms;
        for (const FilterTerm& term : group) {
            json::object item{{"field", term.field}, {"op", to_text(term.op)}};
            if (term.op == FilterOp::in || term.op == FilterOp::not_in) {
                json::array values;
                for (const Value& value : term.values)
                    values.push_back(scalar_to_json(value));
                item["value"] = std::move(values);
            } else if (!term.values.empty()) {
                item["value"] = scalar_to_json(term.values.front());
            }
            terms.push_back(std::move(item));
        }
        groups.push_back(std::move(terms));
    }
    return groups;
}

Result<SecurityContext> security_from_claims(const json::object& claims)
{
    SecurityContext security;
    TRY(read_dataset_ids(claims.if_contains("dataSetIds"), "dataSetIds", security));
    TRY(read_filters(claims.if_contains("secureFilters"), "secureFilters", security));
    return security;
}

Result<SecurityContext> security_from_json(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    const json::value* ids = reader.take("dataSetIds");
    const json::value* filters = reader.take("secureFilters");
    TRY(reader.finish());
    SecurityContext security;
    TRY(read_dataset_ids(ids, joined(path, "dataSetIds"), security));
    TRY(read_filters(filters, joined(path, "secureFilters"), security));
    return security;
}

json::object security_to_json(const SecurityContext& security)
{
    json::object filters;
    for (const auto& [name, filter] : security.filters)
        filters[name] = row_filter_to_json(filter);
    json::array ids;
    if (security.all_datasets && !security.dataset_ids.empty())
        ids.emplace_back("*");
    for (const std::string& id : security.dataset_ids)
        ids.emplace_back(id);
    const bool all_alone = security.all_datasets && security.dataset_ids.empty();
    return {{"dataSetIds", all_alone ? json::value("*") : json::value(std::move(ids))},
            {"secureFilters", std::move(filters)}};
}

} // namespace presstime::codec
