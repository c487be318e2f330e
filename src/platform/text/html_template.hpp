// The template language of HTML dashboards: mustache with paths and formats, read once into parts. Values are
// always escaped for the place they stand in; what cannot be made safe there is refused with its line. It
// knows which names there are, not what they hold; docs/html-templates.md is the page for authors.
#pragma once

#include "base/result.hpp"
#include "platform/text/html_position.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime {

inline constexpr std::size_t kMaxTemplateBytes = 256UL * 1024;

struct TemplatePart {
    enum class Kind { html, value, section, inverted, end };
    Kind kind = Kind::html;
    std::string text;     // HTML as it stands, or the name: "amount", "rows.orders", "orders.0.amount"
    std::string format;   // after "|"; "plain" = as CSV writes it
    bool as_json = false; // the name stood after "json."
    HtmlPlace place = HtmlPlace::text;
    int line = 1;
    std::size_t partner = 0; // of a section its end, of an end its section
};

// `invalid("template_html")` with the line: a tag that is not closed, {{{raw}}}, partials, other delimiters,
// a value where none can be safe, a format that is none, sections nested deeper than 16.
Result<std::vector<TemplatePart>> read_template(std::string_view html);

// What the names of a template may be.
struct TemplateQuery {
    std::string name;
    std::vector<std::string> columns; // empty = not known yet
};
struct TemplateNames {
    std::vector<TemplateQuery> queries;
    std::vector<std::string> parameters;
};

// read_template(), and that each name is something: `invalid("template_html")` with the line, the name and
// the nearest right one.
Result<> check_template(std::string_view html, const TemplateNames& names);

// The queries a template shows, of those given, in their order. Of a template that cannot be read: all.
std::vector<std::string> queries_of_template(std::string_view html, const std::vector<std::string>& queries);

// Names that hold in every template: "title", "period_start" ...
const std::vector<std::string>& template_value_names();
// Prefixes of a query's name: "rows", "complete" ...
bool is_query_fact(std::string_view prefix);

} // namespace presstime
