// Raw cells go the way of every small result; what a table adds stands beside them.
#include "api/widget_table_json.hpp"

#include "api/document_json.hpp"
#include "base/text.hpp"
#include "model/enum_text.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object column_json(const ShownColumn& column, const Column& source)
{
    json::object out{{"name", column.name},
                     {"type", to_string(source.type)},
                     {"label", column.label},
                     {"format", column.format},
                     {"align", column.numeric ? "right" : "left"},
                     {"lines", column.lines},
                     {"total", to_text(column.total)},
                     {"mark", to_text(column.mark)}};
    if (column.mark != CellMark::none) {
        out["least"] = column.least;
        out["most"] = column.most;
        json::array tones;
        for (const std::optional<Tone>& tone : column.tones)
            tones.push_back(tone ? json::value(to_text(*tone)) : json::value(nullptr));
        out["tones"] = std::move(tones);
    }
    if (!column.links.empty()) {
        json::array links;
        for (const std::string& link : column.links)
            links.push_back(link.empty() ? json::value(nullptr) : json::value(link));
        out["links"] = std::move(links);
    }
    return out;
}

json::value totals_json(const WidgetTable& table)
{
    const auto has_total = [](const ShownColumn& column) { return !column.total_text.empty(); };
    if (std::ranges::none_of(table.columns, has_total))
        return nullptr;
    json::array totals;
    for (const ShownColumn& column : table.columns)
        totals.emplace_back(column.total_text);
    return totals;
}

json::object table_content_json(const WidgetTable& table)
{
    json::object out = table_json(table.rows);
    json::array columns;
    for (std::size_t at = 0; at < table.columns.size(); ++at)
        columns.push_back(column_json(table.columns[at], table.rows.columns[at]));
    json::array text;
    text.reserve(table.rows.rows());
    for (std::size_t row = 0; row < table.rows.rows(); ++row) {
        json::array cells;
        cells.reserve(table.columns.size());
        for (const ShownColumn& column : table.columns)
            cells.emplace_back(column.text[row]);
        text.push_back(std::move(cells));
    }
    out["kind"] = "table";
    out["title"] = table.title;
    out["columns"] = std::move(columns);
    out["text"] = std::move(text);
    out["totals"] = totals_json(table);
    out["rows_in_result"] = table.rows_in_result;
    out["counted"] = table.counted;
    out["complete"] = table.whole;
    out["line"] = table.line;
    out["data_as_of"] = table.data_as_of;
    return out;
}

json::object block_json(const TextBlock& block)
{
    static constexpr std::string_view kKinds[] = {"heading", "paragraph", "item"};
    json::array spans;
    for (const TextSpan& span : block.spans)
        spans.push_back({{"text", span.text},
                         {"strong", span.strong},
                         {"emphasis", span.emphasis},
                         {"link", span.link.empty() ? json::value(nullptr) : json::value(span.link)}});
    return {{"kind", kKinds[static_cast<std::size_t>(block.kind)]},
            {"level", block.level},
            {"marker", block.marker},
            {"spans", std::move(spans)}};
}

} // namespace

json::object widget_content_json(const control::WidgetContent& content)
{
    if (content.table)
        return table_content_json(*content.table);
    json::array blocks;
    for (const TextBlock& block : content.text)
        blocks.push_back(block_json(block));
    return {{"kind", "text"}, {"blocks", std::move(blocks)}};
}

Result<std::int64_t> read_row_limit(const Call& call, std::int64_t most)
{
    constexpr std::int64_t kUsual = 1'000;
    return call.whole_number("limit", {1, most, std::min(kUsual, most)});
}

Result<http::Response> content_answer(Result<control::WidgetContent> content)
{
    if (!content && content.error().kind == ErrorKind::give_up)
        return http::make_problem_response(
            {502, content.error().message, content.error().field, "source_failed"});
    return json_answer(200, widget_content_json(TRY(std::move(content))));
}

Result<http::Response> choices_answer(Result<Table> choices)
{
    if (!choices && choices.error().kind == ErrorKind::give_up)
        return http::make_problem_response(
            {502, choices.error().message, choices.error().field, "source_failed"});
    return json_answer(200, table_json(TRY(std::move(choices))));
}

} // namespace presstime::api
