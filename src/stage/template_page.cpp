// Goes over the parts of the template with a stack of the rows that stand open. Every step is counted, so
// that loops within loops end with the deadline even when they write nothing.
#include "stage/template_page.hpp"

#include "base/text.hpp"
#include "platform/text/html_template.hpp"
#include "stage/template_data.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr std::size_t kMaxHtmlBytes = 64UL << 20;
constexpr std::size_t kMostProblems = 10;
constexpr std::uint64_t kStepsBetweenLooks = 4'096;

void append_html(std::string& out, std::string_view text)
{
    for (char c : repair_utf8(text))
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        case '`':
            out += "&#96;";
            break;
        case '\0':
            break;
        default:
            out.push_back(c);
        }
}

// What can neither end a declaration nor name an address.
void append_style(std::string& out, std::string_view text)
{
    for (char c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) ||
            std::string_view("#%._- ").find(c) != std::string::npos)
            out.push_back(c);
}

// Web and mail addresses, pictures written out, and addresses without a scheme.
bool is_safe_address(std::string_view text)
{
    const std::string address = to_lower_ascii(trim(text));
    for (std::string_view scheme : {"http://", "https://", "mailto:", "tel:", "data:image/"})
        if (address.starts_with(scheme))
            return true;
    const std::size_t colon = address.find(':');
    return !has_control_characters(address) &&
           (colon == std::string::npos || address.find_first_of("/?#") < colon);
}

struct OpenRow {
    const TemplateTable* table = nullptr;
    std::size_t row = 0;
};

class TemplateWriter {
public:
    TemplateWriter(const std::vector<TemplatePart>& parts, const TemplateData& data, const Deadline& deadline)
        : parts_(parts), data_(data), deadline_(deadline)
    {
    }
    Result<> write(std::size_t begin, std::size_t end);
    std::string take() { return std::move(out_); }
    const std::vector<std::string>& problems() const { return problems_; }

private:
    Result<> write_section(std::size_t at);
    Result<> write_value(const TemplatePart& part);
    void write_text(const TemplatePart& part, const TemplateValue& value);
    std::optional<TemplateValue> find(std::string_view name) const;
    Result<> count_step();
    void note(const TemplatePart& part, std::string_view fault);

    const std::vector<TemplatePart>& parts_;
    const TemplateData& data_;
    const Deadline& deadline_;
    std::vector<OpenRow> open_;
    std::string out_;
    std::uint64_t steps_ = 0;
    std::vector<std::string> problems_;
};

Result<> TemplateWriter::count_step()
{
    if (out_.size() > kMaxHtmlBytes)
        return fail(Error::give_up(
            fmt::format("the template's page grew over {}; show fewer rows", format_bytes(kMaxHtmlBytes))));
    if (++steps_ % kStepsBetweenLooks == 0 && deadline_.expired())
        return fail(
            Error::give_up("the template took longer to fill in than its time limit (template_timeout_s); "
                           "its loops within loops go over too many rows"));
    return {};
}

Result<> TemplateWriter::write(std::size_t begin, std::size_t end)
{
    for (std::size_t at = begin; at < end; ++at) {
        TRY(count_step());
        const TemplatePart& part = parts_[at];
        switch (part.kind) {
        case TemplatePart::Kind::html:
            out_ += part.text;
            break;
        case TemplatePart::Kind::value:
            TRY(write_value(part));
            break;
        case TemplatePart::Kind::section:
        case TemplatePart::Kind::inverted:
            TRY(write_section(at));
            at = part.partner;
            break;
        case TemplatePart::Kind::end:
            break;
        }
    }
    return {};
}

Result<> TemplateWriter::write_section(std::size_t at)
{
    const TemplatePart& part = parts_[at];
    const bool inverted = part.kind == TemplatePart::Kind::inverted;
    if (const TemplateTable* table = data_.find_table(part.text)) {
        const std::size_t rows = table->table.rows();
        if (inverted)
            return rows == 0 ? write(at + 1, part.partner) : Result<>{};
        for (std::size_t row = 0; row < rows; ++row) {
            TRY(count_step());
            open_.push_back({table, row});
            TRY(write(at + 1, part.partner));
            open_.pop_back();
        }
        return {};
    }
    const auto value = find(part.text);
    if (!value)
        note(part, "names no column, query or value");
    const bool holds = value && is_true(*value);
    return holds != inverted ? write(at + 1, part.partner) : Result<>{};
}

std::optional<TemplateValue> TemplateWriter::find(std::string_view name) const
{
    if (!open_.empty() && name.starts_with('@')) {
        const OpenRow& row = open_.back();
        if (name == "@number")
            return TemplateValue{Value(static_cast<std::int64_t>(row.row + 1))};
        if (name == "@first")
            return TemplateValue{Value(row.row == 0)};
        if (name == "@last")
            return TemplateValue{Value(row.row + 1 == row.table->table.rows())};
    }
    for (auto row = open_.rbegin(); row != open_.rend(); ++row)
        if (const int column = row->table->table.find(name); column >= 0)
            return TemplateValue{
                CellRef{&row->table->table.data.columns[static_cast<std::size_t>(column)], row->row}};
    return data_.find(name);
}

Result<> TemplateWriter::write_value(const TemplatePart& part)
{
    if (!part.as_json) {
        if (const auto value = find(part.text))
            write_text(part, *value);
        else
            note(part, "names no column, query or value");
        return {};
    }
    std::string json;
    if (const TemplateTable* table = data_.find_table(part.text)) {
        TRY(data_.append_json_rows(json, *table, deadline_, kMaxHtmlBytes));
    } else if (const auto value = find(part.text)) {
        data_.append_json(json, *value);
    } else {
        json = "null";
        note(part, "names no column, query or value");
    }
    if (part.place == HtmlPlace::script)
        out_ += json;
    else
        append_html(out_, json);
    return {};
}

void TemplateWriter::write_text(const TemplatePart& part, const TemplateValue& value)
{
    if (part.place == HtmlPlace::style) {
        append_style(out_, data_.text_of(value, "plain"));
        return;
    }
    const std::string text = data_.text_of(value, part.format);
    if (part.place != HtmlPlace::address || is_safe_address(text)) {
        append_html(out_, text);
        return;
    }
    out_.push_back('#');
    note(part, "holds an address that is no web or mail address; it was left out");
}

void TemplateWriter::note(const TemplatePart& part, std::string_view fault)
{
    if (problems_.size() == kMostProblems)
        return;
    std::string sentence = fmt::format("template line {}: {{{{{}}}}} {}", part.line, part.text, fault);
    if (std::ranges::find(problems_, sentence) == problems_.end())
        problems_.push_back(std::move(sentence));
}

std::string sentence_about(const std::string& query, const TemplateTable& table)
{
    return table.error.empty() ? fmt::format("{} is cut: {}", query, table.reason)
                               : fmt::format("{} failed: {}", query, table.error);
}

bool is_told(const std::vector<TemplatePart>& parts, const std::string& query)
{
    return std::ranges::any_of(parts, [&](const TemplatePart& part) {
        return part.kind != TemplatePart::Kind::html &&
               (part.text == "complete" || part.text == "complete." + query ||
                part.text == "reason." + query || part.text == "error." + query);
    });
}

// Nobody may take a part for the whole, so the page itself says what the template does not.
void add_notice(std::string& html, const std::vector<std::string>& sentences)
{
    if (sentences.empty())
        return;
    std::string notice = R"(<p class="presstime-notice" style="font: 11px sans-serif; color: #9b2c1f">)";
    append_html(notice, fmt::format("Not complete: {}", fmt::join(sentences, "; ")));
    notice += "</p>";
    // npos is the greatest number: the last of either spelling, or the end of the page.
    const std::size_t lower = html.rfind("</body");
    const std::size_t upper = html.rfind("</BODY");
    html.insert(std::min({lower, upper, html.size()}), notice);
}

std::vector<std::string> query_names(const Dashboard& dashboard)
{
    std::vector<std::string> names;
    for (const Query& query : dashboard.queries)
        names.push_back(query.name);
    return names;
}

} // namespace

std::vector<std::string> queries_of_template(const Dashboard& dashboard)
{
    return presstime::queries_of_template(dashboard.template_html, query_names(dashboard));
}

Result<TemplatePage> fill_template_page(const RenderInput& input, const Deadline& deadline)
{
    const std::vector<TemplatePart> parts = TRY(read_template(input.dashboard.template_html));
    const TemplateData data = TRY(TemplateData::load(input, queries_of_template(input.dashboard), deadline));
    TemplateWriter writer(parts, data, deadline);
    TRY(writer.write(0, parts.size()));
    TemplatePage page;
    page.html = writer.take();
    std::vector<std::string> wrong;
    std::vector<std::string> untold;
    for (const auto& [query, table] : data.tables()) {
        page.summary.rows += static_cast<std::int64_t>(table.table.rows());
        page.summary.rows_in_result +=
            std::max(table.table.completeness.rows_in_result, static_cast<std::int64_t>(table.table.rows()));
        page.summary.failed_widgets += table.error.empty() ? 0 : 1;
        page.summary.empty_widgets += table.error.empty() && table.table.rows() == 0 ? 1 : 0;
        if (table.complete())
            continue;
        wrong.push_back(sentence_about(query, table));
        if (!is_told(parts, query))
            untold.push_back(wrong.back());
    }
    add_notice(page.html, untold);
    page.summary.failed_widgets += static_cast<int>(writer.problems().size());
    wrong.insert(wrong.end(), writer.problems().begin(), writer.problems().end());
    page.summary.complete = wrong.empty();
    page.summary.note = join(wrong, "; ");
    return page;
}

std::vector<Widget> tables_of_template(const Dashboard& dashboard)
{
    std::vector<Widget> tables;
    for (const std::string& query : queries_of_template(dashboard)) {
        Widget table;
        table.id = "w_" + query;
        table.kind = WidgetKind::table;
        table.title = query;
        table.query = query;
        table.grid = {0, static_cast<int>(tables.size()) * 4, 12, 4};
        tables.push_back(std::move(table));
    }
    return tables;
}

} // namespace presstime::stage
