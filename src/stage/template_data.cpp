// Results are read whole, up to a bound, since a template may go over them as often as it likes.
#include "stage/template_data.hpp"

#include "base/text.hpp"
#include "calendar/bindings.hpp"
#include "calendar/local_time.hpp"
#include "stage/bound_text.hpp"
#include "stage/period_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace presstime::stage {
namespace {

constexpr std::string_view kPlain = "plain";

Result<TemplateTable> read_table(const QueryOutcome& outcome, std::size_t& bytes_left,
                                 const Deadline& deadline)
{
    TemplateTable read;
    read.error = outcome.error;
    if (!outcome.open)
        return read;
    const auto reader = TRY(outcome.open());
    read.table = make_table(reader->columns());
    Batch batch;
    while (TRY(reader->next(batch))) {
        if (deadline.expired())
            return fail(Error::give_up("the template took longer to fill in than its time limit"));
        const auto room = static_cast<std::size_t>(kMaxTemplateRows) - read.table.rows();
        if (batch.rows > room) {
            batch.keep_rows(room);
            read.reason =
                fmt::format("a template shows at most {} rows of a query", format_count(kMaxTemplateRows));
        }
        if (batch.byte_size() > bytes_left) {
            read.reason =
                fmt::format("a template's rows may take {} together", format_bytes(kMaxTemplateDataBytes));
            batch.keep_rows(0);
        }
        bytes_left -= batch.byte_size();
        append(read.table, batch);
        if (!read.reason.empty())
            break;
    }
    read.table.completeness = outcome.completeness;
    if (outcome.completeness.cut && read.reason.empty())
        read.reason = outcome.completeness.reason;
    return read;
}

void append_escaped(std::string& out, std::string_view text)
{
    out.push_back('"');
    const std::string valid = repair_utf8(text);
    for (std::size_t at = 0; at < valid.size(); ++at) {
        const auto byte = static_cast<unsigned char>(valid[at]);
        const bool harmless = byte >= 0x80 || std::isalnum(byte) || byte == ' ' || byte == '_' || byte == '.';
        // The line separators U+2028 and U+2029, which end a line of a script.
        const bool separator = valid.compare(at, 2, "\xE2\x80") == 0 && at + 2 < valid.size() &&
                               (valid[at + 2] == '\xA8' || valid[at + 2] == '\xA9');
        if (separator) {
            out += valid[at + 2] == '\xA8' ? "\\u2028" : "\\u2029";
            at += 2;
        } else if (harmless) {
            out.push_back(valid[at]);
        } else {
            out += fmt::format("\\u{:04x}", byte);
        }
    }
    out.push_back('"');
}

void append_number(std::string& out, double number)
{
    out += std::isfinite(number) ? fmt::format("{}", number) : "null";
}

void append_json_cell(std::string& out, const ColumnData& column, std::size_t row)
{
    if (column.is_null(row)) {
        out += "null";
        return;
    }
    switch (column.type) {
    case ColumnType::boolean:
        out += column.integer(row) != 0 ? "true" : "false";
        return;
    case ColumnType::real:
        append_number(out, column.real(row));
        return;
    case ColumnType::integer:
    case ColumnType::decimal:
        append_cell_text(out, column, row);
        return;
    case ColumnType::text:
        append_escaped(out, column.text(row));
        return;
    case ColumnType::date:
    case ColumnType::timestamp:
        out.push_back('"');
        append_cell_text(out, column, row);
        out.push_back('"');
        return;
    }
}

std::string plain_text(const Value& value)
{
    return text_of(value, {"", "true", "false"});
}

} // namespace

Result<TemplateData> TemplateData::load(const RenderInput& input, const std::vector<std::string>& queries,
                                        const Deadline& deadline)
{
    TemplateData data;
    data.locale_ = &find_locale(input.report.locale);
    data.zone_ = TRY(find_zone(input.timezone.empty() ? "UTC" : input.timezone));
    std::size_t bytes_left = kMaxTemplateDataBytes;
    bool complete = true;
    for (const std::string& query : queries) {
        const auto outcome = input.results.find(query);
        TemplateTable table;
        if (outcome == input.results.end())
            table.error = "the query was not run";
        else
            table = TRY(read_table(outcome->second, bytes_left, deadline));
        complete = complete && table.complete();
        data.tables_.emplace(query, std::move(table));
    }
    const bool has_period = input.period.end > input.period.start;
    data.values_ = {
        {"title", input.dashboard.name},
        {"description", input.dashboard.description},
        {"report", input.report.name},
        {"workspace", input.workspace_name},
        {"period", period_text(input.period, *data.zone_, *data.locale_)},
        {"period_start", has_period ? Value(input.period.start) : Value()},
        {"period_end", has_period ? Value(input.period.end) : Value()},
        {"period_last",
         has_period ? Value(local_date(input.period.end - Microseconds(1), *data.zone_)) : Value()},
        {"nominal_at", input.nominal_at},
        {"as_of", input.as_of},
        {"timezone", input.timezone},
        {"locale", std::string(data.locale_->tag)},
        {"complete", complete},
    };
    for (const Binding& binding :
         TRY(bindings_of(input.dashboard, {input.period, input.nominal_at, input.report.parameters})))
        data.values_["param." + binding.name] = binding.value;
    return data;
}

const TemplateTable* TemplateData::find_table(std::string_view query) const
{
    const auto found = tables_.find(query);
    return found == tables_.end() ? nullptr : &found->second;
}

TemplateValue TemplateData::cell_at(const TemplateTable& table, std::size_t row, int column)
{
    if (row >= table.table.rows())
        return {Value()};
    return {CellRef{&table.table.data.columns[static_cast<std::size_t>(column)], row}};
}

std::optional<TemplateValue> TemplateData::find(std::string_view name) const
{
    if (const auto value = values_.find(name); value != values_.end())
        return TemplateValue{value->second};
    return find_in_tables(name);
}

std::optional<TemplateValue> TemplateData::find_in_tables(std::string_view name) const
{
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    std::string_view head = name.substr(0, dot);
    std::string_view tail = name.substr(dot + 1);
    if (const TemplateTable* table = find_table(tail)) {
        if (head == "rows")
            return TemplateValue{Value(static_cast<std::int64_t>(table->table.rows()))};
        if (head == "complete")
            return TemplateValue{Value(table->complete())};
        if (head == "reason")
            return TemplateValue{Value(table->reason)};
        if (head == "error")
            return TemplateValue{Value(table->error)};
    }
    const std::size_t next = tail.find('.');
    if (next == std::string_view::npos)
        return std::nullopt;
    const std::string_view column_name = tail.substr(next + 1);
    const bool first = head == "first";
    const auto row = first ? std::int64_t{0} : parse_int(tail.substr(0, next)).value_or(-1);
    const TemplateTable* table = find_table(first ? tail.substr(0, next) : head);
    if (!table || row < 0)
        return std::nullopt;
    const int column = table->table.find(column_name);
    if (column < 0)
        return table->error.empty() ? std::nullopt : std::optional(TemplateValue{Value()});
    return cell_at(*table, static_cast<std::size_t>(row), column);
}

std::string TemplateData::text_of(const TemplateValue& value, std::string_view format) const
{
    const auto* cell = std::get_if<CellRef>(&value.held);
    if (!cell)
        return formatted(std::get<Value>(value.held), format);
    if (format == kPlain) {
        std::string text;
        append_cell_text(text, *cell->column, cell->row);
        return text;
    }
    const UtcOffset offset = [this](Instant instant) { return utc_offset_at(instant, *zone_); };
    return format_cell(*cell->column, cell->row, format, locale_->tag, offset);
}

std::string TemplateData::formatted(const Value& value, std::string_view format) const
{
    if (format == kPlain)
        return plain_text(value);
    if (const auto* flag = std::get_if<bool>(&value))
        return std::string(*flag ? locale_->yes : locale_->no);
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return format_number(static_cast<double>(*number), format, locale_->tag);
    if (const auto* number = std::get_if<double>(&value))
        return format_number(*number, format, locale_->tag);
    if (const auto* date = std::get_if<LocalDate>(&value))
        return format_date_time(std::chrono::sys_days(*date), DateDetail::day, format, *locale_);
    if (const auto* instant = std::get_if<Instant>(&value))
        return format_date_time(from_micros(wall_seconds(*instant, *zone_) * 1'000'000), DateDetail::minute,
                                format, *locale_);
    return plain_text(value);
}

void TemplateData::append_json(std::string& out, const TemplateValue& value) const
{
    if (const auto* cell = std::get_if<CellRef>(&value.held)) {
        append_json_cell(out, *cell->column, cell->row);
        return;
    }
    const Value& held = std::get<Value>(value.held);
    if (std::holds_alternative<std::monostate>(held))
        out += "null";
    else if (const auto* text = std::get_if<std::string>(&held))
        append_escaped(out, *text);
    else if (const auto* number = std::get_if<double>(&held))
        append_number(out, *number);
    else if (std::holds_alternative<LocalDate>(held) || std::holds_alternative<Instant>(held))
        out += fmt::format("\"{}\"", plain_text(held));
    else
        out += plain_text(held);
}

Result<> TemplateData::append_json_rows(std::string& out, const TemplateTable& table,
                                        const Deadline& deadline, std::size_t most_bytes) const
{
    std::vector<std::string> names;
    for (const Column& column : table.table.columns) {
        append_escaped(names.emplace_back(), column.name);
        names.back().push_back(':');
    }
    out.push_back('[');
    for (std::size_t row = 0; row < table.table.rows(); ++row) {
        if (out.size() > most_bytes || deadline.expired())
            break;
        out += row == 0 ? "{" : ",\n{";
        for (std::size_t column = 0; column < names.size(); ++column) {
            out += column == 0 ? "" : ",";
            out += names[column];
            append_json_cell(out, table.table.data.columns[column], row);
        }
        out.push_back('}');
    }
    out.push_back(']');
    if (deadline.expired())
        return fail(Error::give_up("the template took longer to fill in than its time limit"));
    return {};
}

bool is_true(const TemplateValue& value)
{
    if (const auto* cell = std::get_if<CellRef>(&value.held)) {
        if (cell->column->is_null(cell->row))
            return false;
        switch (cell->column->type) {
        case ColumnType::text:
            return !cell->column->text(cell->row).empty();
        case ColumnType::real:
            return cell->column->real(cell->row) != 0 && !std::isnan(cell->column->real(cell->row));
        case ColumnType::boolean:
        case ColumnType::integer:
        case ColumnType::decimal:
            return cell->column->integer(cell->row) != 0;
        case ColumnType::date:
        case ColumnType::timestamp:
            return true;
        }
    }
    struct Visitor {
        bool operator()(std::monostate) const { return false; }
        bool operator()(bool flag) const { return flag; }
        bool operator()(std::int64_t number) const { return number != 0; }
        bool operator()(double number) const { return number != 0 && !std::isnan(number); }
        bool operator()(const std::string& text) const { return !text.empty(); }
        bool operator()(LocalDate) const { return true; }
        bool operator()(Instant) const { return true; }
    };
    return std::visit(Visitor{}, std::get<Value>(value.held));
}

} // namespace presstime::stage
