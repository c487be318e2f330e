// XLSX: a sheet per data widget with real numbers and dates, native charts where spreadsheets have them, and
// a last sheet that says how complete each table is. Rows stream through libxlsxwriter's constant-memory
// mode.
#include "base/text.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/text/number_format.hpp"
#include "platform/text/phrases.hpp"
#include "renderer/renderer.hpp"
#include "renderer/xlsx_chart.hpp"
#include "renderer/xlsx_format.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr double kPictureScale = 2;

const Page* picture_of(const PageList& pages, const Widget& widget)
{
    const auto found = std::ranges::find(pages.pages, widget.id, &Page::widget_id);
    return found == pages.pages.end() ? nullptr : &*found;
}

Result<> add_picture(const Widget& widget, const PageList& pages, const WrittenSheet& sheet,
                     Deadline deadline)
{
    const Page* page = picture_of(pages, widget);
    if (page == nullptr)
        return {};
    std::string png;
    TRY(write_png(
        *page, picture_style(pages, kPictureScale),
        [&](std::string_view bytes) -> Result<> {
            png.append(bytes);
            return {};
        },
        std::move(deadline)));
    return insert_picture(sheet, png, page->alt_text);
}

Result<SheetStamp> write_widget(XlsxBook& book, const Widget& widget, const RenderInput& input,
                                const PageList& pages, RenderSummary& summary, Deadline deadline)
{
    std::optional<Pivot> pivot;
    if (widget.kind == WidgetKind::chart && !widget.chart.series.empty() && has_native_chart(widget.chart, 1))
        pivot = TRY(pivot_of(widget, input, deadline));
    WidgetRows rows = TRY(WidgetRows::open(widget, input));
    WrittenSheet sheet = TRY(write_sheet(book, input, rows, pivot ? &*pivot : nullptr, deadline));
    rows.add_to(summary);
    if (widget.kind != WidgetKind::chart || !rows.error().empty() || rows.rows() == 0)
        return std::move(sheet.stamp);
    const bool native = has_native_chart(widget.chart, rows.rows()) && (widget.chart.series.empty() || pivot);
    if (native)
        TRY(insert_native_chart(book, widget, rows, sheet, pivot ? &*pivot : nullptr));
    else
        TRY(add_picture(widget, pages, sheet, deadline));
    return std::move(sheet.stamp);
}

// A column of words and what is beside them.
class WordSheet {
public:
    WordSheet(XlsxBook& book, lxw_worksheet* sheet) : book_(book), sheet_(sheet) {}

    void row(const std::vector<std::string>& words, CellLook look = CellLook::plain)
    {
        for (std::size_t at = 0; at < words.size(); ++at)
            if (!words[at].empty())
                worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(at), words[at].c_str(),
                                       book_.format(look));
        ++row_;
    }
    void number(lxw_col_t at, std::int64_t value) // into the row just written
    {
        worksheet_write_number(sheet_, row_ - 1, at, static_cast<double>(value),
                               book_.format(CellLook::plain, "#,##0"));
    }

private:
    XlsxBook& book_;
    lxw_worksheet* sheet_;
    lxw_row_t row_ = 0;
};

std::string instant_text(const RenderInput& input, Instant instant)
{
    const Instant local = input.utc_offset ? instant + input.utc_offset(instant) : instant;
    return format_date_time(local, DateDetail::minute, "", find_locale(input.report.locale)) + " (" +
           (input.timezone.empty() ? "UTC" : input.timezone) + ")";
}

// Names of sheets beyond the third are counted: a long result may have many.
std::string sheets_text(const std::vector<std::string>& sheets)
{
    constexpr std::size_t kNamed = 3;
    if (sheets.size() <= kNamed)
        return join(sheets, ", ");
    return fmt::format("{} ... {} ({})", sheets.front(), sheets.back(), sheets.size());
}

Result<> write_completeness(XlsxBook& book, const RenderInput& input, const std::vector<SheetStamp>& stamps)
{
    const Locale& locale = find_locale(input.report.locale);
    lxw_worksheet* sheet = TRY(book.add_sheet(say(locale, Phrase::completeness)));
    WordSheet words(book, sheet);
    std::string title;
    std::int64_t ignored = 0;
    clean_spreadsheet_text(input.dashboard.name, title, ignored);
    words.row({title}, CellLook::header);
    words.row({say(locale, Phrase::data_as_of, {instant_text(input, input.as_of)})});
    words.row({say(locale, Phrase::times_are_in, {input.timezone.empty() ? "UTC" : input.timezone})});
    for (const auto& [label, value] : input.parameters_shown) {
        std::string text;
        clean_spreadsheet_text(label + ": " + value, text, ignored);
        words.row({text});
    }
    words.row({});
    words.row({say(locale, Phrase::head_table), say(locale, Phrase::head_sheet),
               say(locale, Phrase::head_rows_shown), say(locale, Phrase::head_rows_in_result),
               say(locale, Phrase::head_complete), say(locale, Phrase::head_reason)},
              CellLook::header);
    for (const SheetStamp& stamp : stamps) {
        std::string name, reason;
        clean_spreadsheet_text(stamp.title, name, ignored);
        clean_spreadsheet_text(stamp.error.empty() ? stamp.reason : stamp.error, reason, ignored);
        words.row({name, sheets_text(stamp.sheets), "", "",
                   std::string(stamp.complete ? locale.yes : locale.no), reason},
                  stamp.complete ? CellLook::plain : CellLook::bad);
        words.number(2, stamp.rows);
        words.number(3, stamp.rows_in_result);
    }
    worksheet_set_column(sheet, 0, 1, 30, nullptr);
    worksheet_set_column(sheet, 2, 4, 14, nullptr);
    worksheet_set_column(sheet, 5, 5, 60, nullptr);
    return {};
}

Result<RenderSummary> render_xlsx(const RenderInput& input, const PageList& pages, ByteSink& sink,
                                  Deadline deadline)
{
    auto book = TRY(XlsxBook::create(input.dashboard.name, input.workspace_name, input.as_of));
    RenderSummary summary;
    std::vector<SheetStamp> stamps;
    for (const Widget* widget : data_widgets(input.dashboard)) {
        SheetStamp stamp = TRY(write_widget(*book, *widget, input, pages, summary, deadline));
        if (!stamp.complete && stamp.error.empty() && summary.complete) {
            summary.complete = false;
            summary.note += (summary.note.empty() ? "" : " ") + stamp.title + ": " + stamp.reason + ".";
        }
        stamps.push_back(std::move(stamp));
    }
    TRY(write_completeness(*book, input, stamps));
    TRY(book->finish(sink, deadline));
    return summary;
}

} // namespace

const RendererPlugin& xlsx_renderer()
{
    static const RendererPlugin plugin = {
        .name = "xlsx",
        .summary = "One workbook, a sheet per widget, with native charts",
        .needs = RendererInput::widget_pictures,
        .content_type = [](const RenderInput&) -> std::string {
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        },
        .extension = [](const RenderInput&) -> std::string { return "xlsx"; },
        .render = render_xlsx,
    };
    return plugin;
}

} // namespace presstime
