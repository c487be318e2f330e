// Reading a template. Names are looked at in html_template_check.cpp.
#include "platform/text/html_template.hpp"

#include "base/text.hpp"
#include "platform/text/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {
namespace {

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kMostParts = 20'000;
constexpr std::size_t kLongestName = 200;

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

class TemplateReader {
public:
    explicit TemplateReader(std::string_view html) : rest_(html) {}
    Result<std::vector<TemplatePart>> read();

private:
    Result<> read_tag(std::string_view tag);
    Result<> add_value(std::string_view tag);
    Result<> check_place(const TemplatePart& part, std::string_view name) const;
    Result<> open_section(TemplatePart::Kind kind, std::string_view name);
    Result<> close_section(std::string_view name);
    void add_html(std::string_view html);
    bool is_alone(std::size_t begin) const;
    void drop_line_end();
    std::unexpected<Error> refuse(std::string_view fault) const
    {
        return fail(Error::invalid("template_html", fmt::format("template_html, line {}: {}", line_, fault)));
    }

    std::string_view rest_;
    HtmlPosition position_;
    int line_ = 1;
    std::vector<std::size_t> open_;
    std::vector<TemplatePart> parts_;
};

Result<std::vector<TemplatePart>> TemplateReader::read()
{
    bool at_line_start = true;
    while (!rest_.empty()) {
        const std::size_t begin = rest_.find("{{");
        std::string_view html = rest_.substr(0, begin);
        const std::size_t indent = html.rfind('\n') + 1; // 0 without a newline
        const bool alone = (indent > 0 || at_line_start) && is_blank(html.substr(indent)) && is_alone(begin);
        if (alone)
            html = html.substr(0, indent);
        at_line_start = alone;
        add_html(html);
        if (begin == std::string_view::npos)
            break;
        rest_.remove_prefix(begin + 2);
        const bool comment = rest_.starts_with('!');
        const std::size_t end = rest_.find("}}");
        if (end == std::string_view::npos ||
            (!comment && rest_.substr(0, end).find('\n') != std::string_view::npos))
            return refuse("{{ is not closed by }} on its line");
        const std::string_view tag = rest_.substr(0, end);
        rest_.remove_prefix(end + 2);
        TRY(read_tag(tag));
        line_ += static_cast<int>(std::ranges::count(tag, '\n'));
        if (alone)
            drop_line_end();
        if (parts_.size() > kMostParts)
            return refuse(fmt::format("more than {} tags; shorten the template", kMostParts));
    }
    if (!open_.empty()) {
        line_ = parts_[open_.back()].line;
        return refuse(fmt::format("{{{{#{0}}}}} is not closed; add {{{{/{0}}}}}", parts_[open_.back()].text));
    }
    return std::move(parts_);
}

// Whether nothing follows on its line the tag at `begin`, which writes nothing itself. Such a tag leaves no
// line behind (mustache specification, standalone tags).
bool TemplateReader::is_alone(std::size_t begin) const
{
    if (begin == std::string_view::npos)
        return false;
    const std::string_view tag = rest_.substr(begin + 2);
    const std::size_t end = tag.find("}}");
    if (end == std::string_view::npos || std::string_view("#^/!").find(tag.front()) == std::string_view::npos)
        return false;
    const std::string_view after = tag.substr(end + 2);
    const std::size_t newline = after.find('\n');
    return newline != std::string_view::npos && is_blank(after.substr(0, newline));
}

void TemplateReader::drop_line_end()
{
    rest_.remove_prefix(rest_.find('\n') + 1);
    ++line_;
}

void TemplateReader::add_html(std::string_view html)
{
    if (html.empty())
        return;
    position_.read(html);
    line_ += static_cast<int>(std::ranges::count(html, '\n'));
    parts_.push_back({.kind = TemplatePart::Kind::html, .text = std::string(html), .line = line_});
}

Result<> TemplateReader::read_tag(std::string_view tag)
{
    const char sign = tag.empty() ? '\0' : tag.front();
    const std::string_view name = trim(tag.empty() ? tag : tag.substr(1));
    switch (sign) {
    case '!':
        return {};
    case '{':
    case '&':
        return refuse("{{{...}}} and {{&...}} would let data become HTML and scripts; write {{...}}");
    case '>':
        return refuse("{{>...}} names another template; there is only this one, write its text here");
    case '=':
        return refuse("{{=...=}} changes the tags, which always are {{ and }}");
    case '#':
        return open_section(TemplatePart::Kind::section, name);
    case '^':
        return open_section(TemplatePart::Kind::inverted, name);
    case '/':
        return close_section(name);
    default:
        return add_value(trim(tag));
    }
}

Result<> TemplateReader::add_value(std::string_view tag)
{
    TemplatePart part{.kind = TemplatePart::Kind::value, .place = position_.place(), .line = line_};
    const std::size_t bar = tag.find('|');
    std::string_view name = trim(tag.substr(0, bar));
    part.format = bar == std::string_view::npos ? "" : std::string(trim(tag.substr(bar + 1)));
    part.as_json = name.starts_with("json.");
    if (part.as_json)
        name.remove_prefix(5);
    if (name.empty() || name.size() > kLongestName)
        return refuse("{{}} names nothing");
    if (!part.format.empty() && part.format != "plain")
        if (const auto checked = check_cell_format(part.format); !checked)
            return refuse(checked.error().message);
    TRY(check_place(part, name));
    part.text = std::string(name);
    position_.note_value();
    parts_.push_back(std::move(part));
    return {};
}

Result<> TemplateReader::check_place(const TemplatePart& part, std::string_view name) const
{
    switch (part.place) {
    case HtmlPlace::script:
    case HtmlPlace::handler:
        if (part.as_json)
            return {};
        return refuse(fmt::format("in a script write {{{{json.{0}}}}}, without quotes around it, instead of "
                                  "{{{{{0}}}}}, which data could turn into code",
                                  name));
    case HtmlPlace::document:
        return refuse("a value in srcdoc could become HTML and scripts; write it outside of srcdoc");
    case HtmlPlace::unquoted:
        return refuse(fmt::format("put quotes around the attribute's value: \"{{{{{}}}}}\"", name));
    case HtmlPlace::inside_tag:
        return refuse(fmt::format(
            "{{{{{}}}}} stands in a tag; a value may stand in text or in a quoted attribute", name));
    case HtmlPlace::text:
    case HtmlPlace::quoted:
    case HtmlPlace::address:
    case HtmlPlace::style:
        return {};
    }
    return {};
}

Result<> TemplateReader::open_section(TemplatePart::Kind kind, std::string_view name)
{
    if (name.empty() || name.size() > kLongestName)
        return refuse("{{#}} names nothing");
    if (open_.size() == kDeepest)
        return refuse(fmt::format("sections are nested deeper than {}", kDeepest));
    open_.push_back(parts_.size());
    parts_.push_back({.kind = kind, .text = std::string(name), .line = line_});
    return {};
}

Result<> TemplateReader::close_section(std::string_view name)
{
    if (open_.empty())
        return refuse(fmt::format("{{{{/{0}}}}} closes nothing; take it out or add {{{{#{0}}}}}", name));
    TemplatePart& section = parts_[open_.back()];
    if (section.text != name)
        return refuse(fmt::format("{{{{/{}}}}} stands where {{{{/{}}}}} of line {} is due", name,
                                  section.text, section.line));
    section.partner = parts_.size();
    parts_.push_back(
        {.kind = TemplatePart::Kind::end, .text = section.text, .line = line_, .partner = open_.back()});
    open_.pop_back();
    return {};
}

} // namespace

Result<std::vector<TemplatePart>> read_template(std::string_view html)
{
    if (html.size() > kMaxTemplateBytes)
        return fail(Error::too_large("template_html", fmt::format("template_html has {}; it may have {}",
                                                                  format_bytes(html.size()),
                                                                  format_bytes(kMaxTemplateBytes))));
    return TemplateReader(html).read();
}

} // namespace presstime
