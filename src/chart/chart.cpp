// The frame every chart shares: checks, title, the mark's
// own drawing, footnotes, and what an empty chart shows.
#include "chart/chart.hpp"

#include "base/text.hpp"
#include "chart/alt_text.hpp"
#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>

namespace presstime {

namespace {

constexpr double kUnderTitle = 5;
constexpr double kNoteLine = 9;
constexpr double kLeastWidth = 48;
constexpr double kLeastHeight = 36;
constexpr std::size_t kMostNotes = 2; // lines under the plot; the result carries all

Result<> check_formats(const ChartSpec& spec)
{
    if (auto checked = check_number_format(spec.y_format); !checked)
        return fail(Error::invalid("chart.y_format", checked.error().message));
    if (auto checked = check_number_format(spec.y2_format); !checked)
        return fail(Error::invalid("chart.y2_format", checked.error().message));
    if (auto checked = check_cell_format(spec.x_format); !checked)
        return fail(Error::invalid("chart.x_format", checked.error().message));
    return {};
}

// Draws the title and returns what is left under it.
Box draw_title(const std::string& title, Box box, const Theme& theme, Drawing& drawing)
{
    const auto& role = theme::kChartTitle;
    if (title.empty() || box.h < role.line_height)
        return box;
    drawing.push_back(DrawText{title,
                               {box.x, box.y + theme::baseline(role)},
                               theme::text_style(role, theme.ink),
                               TextAlign::left,
                               box.w});
    double height = std::min(role.line_height + kUnderTitle, box.h);
    return {box.x, box.y + height, box.w, box.h - height};
}

void draw_empty(Box area, std::string_view words, const Theme& theme, Drawing& drawing)
{
    constexpr double kInset = theme::kHairlineWidth / 2;
    if (area.h < theme::kBody.line_height || area.w <= 2 * kInset)
        return;
    drawing.push_back(StrokeRect{{area.x + kInset, area.y + kInset, area.w - 2 * kInset, area.h - 2 * kInset},
                                 theme.hairline,
                                 theme::kHairlineWidth,
                                 theme::kCardRadius});
    drawing.push_back(DrawText{std::string(words),
                               {area.x + area.w / 2, area.y + area.h / 2 + kAxisTextMiddle},
                               theme::text_style(theme::kTableCell, theme.secondary),
                               TextAlign::center,
                               area.w - 2 * theme::kGrid});
}

void draw_notes(const std::vector<std::string>& notes, Box box, const Theme& theme, Drawing& drawing)
{
    std::size_t lines = std::min(notes.size(), kMostNotes);
    TextStyle style = theme::text_style(theme::kCaption, theme.secondary);
    style.size = theme::kSmallestType;
    for (std::size_t i = 0; i < lines; ++i) {
        double baseline = box.bottom() - static_cast<double>(lines - 1 - i) * kNoteLine - 2;
        drawing.push_back(DrawText{notes[i], {box.x, baseline}, style, TextAlign::left, box.w});
    }
}

// What was left out, and why, stands under the empty frame as it would under marks.
void show_nothing(Box area, const std::vector<std::string>& notes, const Locale& locale, const Theme& theme,
                  ChartResult& result)
{
    result.empty = true;
    result.note = join(notes, " ");
    const double height =
        notes.empty() ? 0
                      : static_cast<double>(std::min(notes.size(), kMostNotes)) * kNoteLine + theme::kGrid;
    if (height > 0 && area.h - height >= kLeastHeight) {
        draw_notes(notes, area, theme, result.drawing);
        area.h -= height;
    }
    draw_empty(area, phrase(locale, Phrase::no_data), theme, result.drawing);
}

// What the marks made of one area; drawn a second time when notes need room under the plot.
struct Attempt {
    Drawing drawing;
    std::vector<std::string> notes;
    HitMap hits;
    std::string alt;
    Drawn drawn = Drawn::marks;
};

// What stays the same for every attempt.
struct Subject {
    const MarkTraits& traits;
    const ChartSpec& spec;
    const Table& table;
    const ChartData& data;
    const Locale& locale;
    const Theme& theme;
    const UtcOffset& utc_offset;
    TextMeasure& measure;
    HitMode hits;
};

Attempt draw_marks(const Subject& subject, Box area)
{
    Attempt attempt;
    attempt.notes = subject.data.notes;
    MarkContext context{subject.spec,       subject.data,    subject.table, subject.locale,  subject.theme,
                        subject.utc_offset, subject.measure, area,          attempt.drawing, attempt.notes,
                        attempt.hits,       attempt.alt,     subject.hits};
    attempt.drawn = subject.traits.draw(context);
    return attempt;
}

// Draws once more, lower, for as long as what is to be said needs more lines under the plot than it was
// given.
Attempt draw_with_notes(const Subject& subject, Box& area)
{
    const Box whole = area;
    Attempt attempt = draw_marks(subject, area);
    for (std::size_t lines = 0; std::min(attempt.notes.size(), kMostNotes) > lines;) {
        lines = std::min(attempt.notes.size(), kMostNotes);
        double height = static_cast<double>(lines) * kNoteLine + theme::kGrid;
        if (whole.h - height < kLeastHeight)
            return attempt;
        area.h = whole.h - height;
        attempt = draw_marks(subject, area);
        if (attempt.notes.size() <= lines || lines == kMostNotes)
            draw_notes(attempt.notes, whole, subject.theme, attempt.drawing);
    }
    return attempt;
}

Result<ChartData> read_data(const MarkTraits& traits, const ChartSpec& spec, const Table& table,
                            const std::string& locale)
{
    return traits.read != nullptr ? traits.read(spec, table, locale)
                                  : build_chart_data(spec, table, traits.request, locale);
}

} // namespace

Result<ChartResult> draw_chart(const ChartSpec& spec, const std::string& title, const Table& table, Box box,
                               TextMeasure& measure, const ChartStyle& style)
{
    TRY(check_formats(spec));
    const MarkTraits* traits = find_traits(spec.mark);
    if (traits == nullptr)
        return fail(Error::invalid("chart.mark", "charts of this mark cannot be drawn yet; choose another"));
    const ChartData data = TRY(read_data(*traits, spec, table, style.locale));
    const Locale& locale = find_locale(style.locale);
    const UtcOffset utc_offset = data.whole_days ? UtcOffset{} : style.utc_offset;
    const Theme& theme = *style.theme;
    ChartResult result;
    result.alt_text = write_alt_text(*traits, title, spec, data, style);
    Box area = draw_title(title, box, theme, result.drawing);
    if (data.empty()) {
        show_nothing(area, data.notes, locale, theme, result);
        return result;
    }
    if (area.w < kLeastWidth || area.h < kLeastHeight) {
        result.note = "The box is too small for a chart.";
        draw_empty(area, phrase(locale, Phrase::too_small), theme, result.drawing);
        return result;
    }
    const Subject subject{*traits, spec, table, data, locale, theme, utc_offset, measure, style.hits};
    const Box whole = area;
    Attempt attempt = draw_with_notes(subject, area);
    if (attempt.drawn == Drawn::nothing) {
        show_nothing(whole, attempt.notes, locale, theme, result);
        return result;
    }
    result.note = join(attempt.notes, " ");
    if (!attempt.alt.empty())
        result.alt_text = begin_alt_text(*traits, title, spec, data, style) + " " + attempt.alt;
    result.hits = std::move(attempt.hits);
    std::move(attempt.drawing.begin(), attempt.drawing.end(), std::back_inserter(result.drawing));
    return result;
}

} // namespace presstime
