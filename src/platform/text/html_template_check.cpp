// Names of a template against the names there are.
#include "platform/text/html_template.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace presstime {
namespace {

constexpr std::array<std::string_view, 5> kFacts = {"rows", "complete", "reason", "error", "first"};

const TemplateQuery* find_query(const TemplateNames& names, std::string_view name)
{
    const auto found = std::ranges::find(names.queries, name, &TemplateQuery::name);
    return found == names.queries.end() ? nullptr : &*found;
}

bool contains(const std::vector<std::string>& texts, std::string_view text)
{
    return std::ranges::find(texts, text) != texts.end();
}

// "first.orders.amount" and "orders.0.amount" name a query and a column; "rows.orders" a query alone.
struct Path {
    std::string_view query;
    std::string_view column;
};
std::optional<Path> path_of(std::string_view name)
{
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const std::string_view head = name.substr(0, dot);
    const std::string_view tail = name.substr(dot + 1);
    const std::size_t next = tail.find('.');
    const bool has_next = next != std::string_view::npos;
    if (head == "first")
        return has_next ? Path{tail.substr(0, next), tail.substr(next + 1)} : Path{tail, {}};
    if (is_query_fact(head))
        return Path{tail, {}};
    if (has_next && parse_int(tail.substr(0, next)).value_or(-1) >= 0)
        return Path{head, tail.substr(next + 1)};
    return std::nullopt;
}

class NameCheck {
public:
    explicit NameCheck(const TemplateNames& names) : names_(names) {}
    Result<> check(const TemplatePart& part);

private:
    Result<> check_value(const TemplatePart& part) const;
    Result<> check_path(const TemplatePart& part, const Path& path) const;
    Result<> check_column(const TemplatePart& part, const TemplateQuery& query,
                          std::string_view column) const;
    std::unexpected<Error> unknown(const TemplatePart& part, const std::vector<std::string>& known,
                                   std::string_view what) const;

    const TemplateNames& names_;
    std::vector<const TemplateQuery*> loops_; // of the open sections; null = not a loop
};

std::unexpected<Error> NameCheck::unknown(const TemplatePart& part, const std::vector<std::string>& known,
                                          std::string_view what) const
{
    const std::string_view last = std::string_view(part.text).substr(part.text.rfind('.') + 1);
    const auto near = did_you_mean(last, known);
    return fail(Error::invalid("template_html",
                               fmt::format("template_html, line {}: {{{{{}}}}} is {}{}", part.line, part.text,
                                           what, near ? fmt::format("; did you mean {}?", *near) : "")));
}

Result<> NameCheck::check(const TemplatePart& part)
{
    switch (part.kind) {
    case TemplatePart::Kind::html:
        return {};
    case TemplatePart::Kind::value:
        if (part.as_json && find_query(names_, part.text))
            return {};
        return check_value(part);
    case TemplatePart::Kind::section:
    case TemplatePart::Kind::inverted: {
        const TemplateQuery* query = find_query(names_, part.text);
        if (!query)
            TRY(check_value(part));
        loops_.push_back(part.kind == TemplatePart::Kind::section ? query : nullptr);
        return {};
    }
    case TemplatePart::Kind::end:
        loops_.pop_back();
        return {};
    }
    return {};
}

Result<> NameCheck::check_value(const TemplatePart& part) const
{
    const std::string_view name = part.text;
    std::vector<std::string> known = template_value_names();
    if (contains(known, name))
        return {};
    bool in_loop = false;
    bool all_known = true;
    for (const TemplateQuery* loop : loops_) {
        if (!loop)
            continue;
        in_loop = true;
        all_known = all_known && !loop->columns.empty();
        if (contains(loop->columns, name))
            return {};
        known.insert(known.end(), loop->columns.begin(), loop->columns.end());
    }
    if (in_loop && (name == "@number" || name == "@first" || name == "@last"))
        return {};
    if (name.starts_with("param."))
        return contains(names_.parameters, name.substr(6))
                   ? Result<>{}
                   : Result<>(unknown(part, names_.parameters, "no parameter of the dashboard"));
    if (const auto path = path_of(name))
        return check_path(part, *path);
    // The columns of a loop are known only once its query has been asked.
    if (in_loop && !all_known)
        return {};
    for (const TemplateQuery& query : names_.queries)
        known.push_back(query.name);
    return unknown(part, known,
                   find_query(names_, name) ? "a query; write a section {{#...}} around its columns"
                                            : "no column, query or value");
}

Result<> NameCheck::check_path(const TemplatePart& part, const Path& path) const
{
    const TemplateQuery* query = find_query(names_, path.query);
    if (query)
        return path.column.empty() ? Result<>{} : check_column(part, *query, path.column);
    std::vector<std::string> known;
    for (const TemplateQuery& each : names_.queries)
        known.push_back(each.name);
    return unknown(part, known, fmt::format("about {}, which is no query of the dashboard", path.query));
}

Result<> NameCheck::check_column(const TemplatePart& part, const TemplateQuery& query,
                                 std::string_view column) const
{
    if (query.columns.empty() || contains(query.columns, column))
        return {};
    return unknown(part, query.columns, fmt::format("no column of {}", query.name));
}

} // namespace

const std::vector<std::string>& template_value_names()
{
    static const std::vector<std::string> kNames = {
        "title",       "description", "report", "workspace", "period", "period_start", "period_end",
        "period_last", "nominal_at",  "as_of",  "timezone",  "locale", "complete"};
    return kNames;
}

bool is_query_fact(std::string_view prefix)
{
    return std::ranges::find(kFacts, prefix) != kFacts.end();
}

Result<> check_template(std::string_view html, const TemplateNames& names)
{
    const std::vector<TemplatePart> parts = TRY(read_template(html));
    NameCheck check(names);
    for (const TemplatePart& part : parts)
        TRY(check.check(part));
    return {};
}

std::vector<std::string> queries_of_template(std::string_view html, const std::vector<std::string>& queries)
{
    const auto parts = read_template(html);
    if (!parts)
        return queries;
    std::vector<std::string> shown;
    for (const std::string& query : queries)
        for (const TemplatePart& part : *parts) {
            const auto path = path_of(part.text);
            if (part.kind != TemplatePart::Kind::html &&
                (part.text == query || (path && path->query == query))) {
                shown.push_back(query);
                break;
            }
        }
    return shown;
}

} // namespace presstime
