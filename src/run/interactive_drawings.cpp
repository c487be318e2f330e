// The pool's answers to pages: one widget as a picture, as rows or as words, and a whole dashboard in small.
#include "base/text.hpp"
#include "calendar/bindings.hpp"
#include "calendar/zone.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/canvas/svg.hpp"
#include "platform/text/html_text.hpp"
#include "platform/text/phrases.hpp"
#include "renderer/widget_table.hpp"
#include "run/interactive_pool.hpp"
#include "stage/layout.hpp"
#include "stage/markdown.hpp"
#include "stage/period_text.hpp"
#include "stage/render.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::run {
namespace {

constexpr std::int64_t kMaxPictureBytes = 16LL << 20;

// The queries that one widget reads.
std::vector<const Query*> queries_of(const Dashboard& dashboard, const std::string& widget_id)
{
    std::vector<const Query*> queries;
    for (const Widget& widget : dashboard.widgets)
        for (const std::string* name : {&widget.query, &widget.sparkline_query})
            if (const Query* query = dashboard.find_query(*name);
                widget.id == widget_id && query && std::ranges::find(queries, query) == queries.end())
                queries.push_back(query);
    return queries;
}

Result<std::string> png_of(const Page& page, const PictureStyle& style, const Deadline& deadline)
{
    std::string png;
    TRY(write_png(
        page, style,
        [&](std::string_view bytes) -> Result<> {
            png.append(bytes);
            return {};
        },
        deadline));
    return png;
}

// As it comes from the source, read once.
QueryOutcome streamed(const std::string& query, std::unique_ptr<BatchReader> reader)
{
    QueryOutcome outcome;
    outcome.query = query;
    auto once = std::make_shared<std::unique_ptr<BatchReader>>(std::move(reader));
    outcome.open = [once]() -> Result<std::unique_ptr<BatchReader>> {
        if (!*once)
            return fail(Error::give_up("the result was read already"));
        return std::move(*once);
    };
    return outcome;
}

} // namespace

Result<InteractivePool::Sight> InteractivePool::look(const control::PictureRequest& request)
{
    Sight sight;
    Run& run = sight.run;
    run.workspace_id = request.workspace_id;
    run.nominal_at = request.nominal_at;
    run.period = request.period;
    run.as_of = request.nominal_at;
    Report report;
    report.parameters = request.parameters;
    report.schedule.timezone = request.timezone;
    report.locale = request.locale;
    const WorkspaceFacts facts = TRY(workspace(run.workspace_id));
    const stage::RunView view{run, report, request.dashboard, facts.name, {}, facts.theme};
    sight.input = TRY(stage::make_render_input(view, objects_));
    sight.bindings = TRY(bindings_of(request.dashboard, {run.period, run.nominal_at, report.parameters}));
    return sight;
}

Result<control::WidgetPicture> InteractivePool::picture(const control::PictureRequest& request)
{
    constexpr double kPixelsAPoint = 1.5;
    const Slot slot = TRY(Slot::take(*this));
    const Deadline deadline = Deadline::after(config_.deadline);
    Sight sight = TRY(look(request));
    RenderInput& input = sight.input;
    fill_results(input, sight.run,
                 {queries_of(request.dashboard, request.widget), sight.bindings, request.security}, deadline);
    const PageList pages = TRY(stage::lay_out_widget(input, request.widget, request.width_px / kPixelsAPoint,
                                                     request.height_px / kPixelsAPoint,
                                                     text_measure_of_this_thread(input.theme.font_family)));
    const Page& page = pages.pages.front();
    control::WidgetPicture picture{{}, {}, page.alt_text, pages.note, page.hits, page.width, page.height};
    if (request.png_scale > 0) {
        picture.png = TRY(png_of(page, picture_style(pages, kPixelsAPoint * request.png_scale), deadline));
        return picture;
    }
    picture.svg = TRY(write_svg(page, {.font_family = pages.font_family,
                                       .language = pages.language,
                                       .paper = pages.paper,
                                       .scale = kPixelsAPoint,
                                       .id_prefix = request.id_prefix}));
    if (static_cast<std::int64_t>(picture.svg.size()) > kMaxPictureBytes)
        return fail(Error::too_large("width", "the picture is too large to show; draw fewer marks"));
    return picture;
}

Result<WidgetTable> InteractivePool::table(const control::TableRequest& request)
{
    const Slot slot = TRY(Slot::take(*this));
    const control::PictureRequest& asked = request.widget;
    Sight sight = TRY(look(asked));
    RenderInput& input = sight.input;
    const auto& widgets = input.dashboard.widgets;
    const auto widget = std::ranges::find(widgets, asked.widget, &Widget::id);
    const Query* query = widget == widgets.end() ? nullptr : input.dashboard.find_query(widget->query);
    if (!query)
        return fail(Error::not_found(fmt::format("widget {} shows no data", asked.widget)));
    const auto timeout = std::chrono::seconds(stage::timeout_of(*query, config_.query_limits));
    const Deadline deadline = Deadline::after(config_.deadline).sooner(timeout);
    const control::QueryQuestion question{asked.workspace_id, *query, sight.bindings,
                                          input.dashboard.datasets, asked.security};
    const ScopedQuery scoped = TRY(scope_query(sources_, question, deadline));
    input.results[query->name] = streamed(
        query->name, TRY(scoped.source->query(scoped.sql, scoped.bindings,
                                              stage::limits_of(*query, config_.query_limits), deadline)));
    const Locale& words = find_locale(input.report.locale);
    const Zone* zone = TRY(find_zone(input.timezone));
    TableWish wish{.limit = request.limit};
    wish.data_as_of =
        say(words, Phrase::data_as_of,
            {stage::instant_text(std::chrono::floor<std::chrono::minutes>(input.as_of), *zone, words)});
    return make_widget_table(*widget, input, std::move(wish), deadline);
}

std::vector<TextBlock> InteractivePool::text(const Widget& widget)
{
    std::vector<TextBlock> blocks;
    for (stage::MarkdownBlock& block : stage::parse_markdown(widget.markdown)) {
        TextBlock shown;
        shown.kind = block.kind == stage::MarkdownKind::heading ? TextBlockKind::heading
                     : block.kind == stage::MarkdownKind::item  ? TextBlockKind::item
                                                                : TextBlockKind::paragraph;
        shown.level = block.level;
        shown.marker = std::move(block.marker);
        for (stage::MarkdownSpan& span : block.spans)
            shown.spans.push_back({std::move(span.text), span.weight == FontWeight::semibold,
                                   span.weight == FontWeight::medium,
                                   html_address(span.link).empty() ? std::string() : std::move(span.link)});
        blocks.push_back(std::move(shown));
    }
    return blocks;
}

Result<std::string> InteractivePool::thumbnail(const control::ThumbnailRequest& request)
{
    constexpr double kWidth = 800, kMostHeight = 4'000; // pt, of the board
    // Of its top: a page's margin at the sides would be wide around so small a picture, and there is none
    // above.
    constexpr double kShownWidth = 752, kShownHeight = 470;
    constexpr Point kOrigin{24, -12};
    constexpr double kPixelsAPoint = 480 / kShownWidth;
    constexpr int kRows = 60; // of a table; no more find room
    const Slot slot = TRY(Slot::take(*this));
    const Deadline deadline = Deadline::after(config_.deadline);
    control::PictureRequest asked;
    asked.workspace_id = request.workspace_id;
    asked.dashboard = request.dashboard;
    asked.nominal_at = request.nominal_at;
    asked.period = request.period;
    Sight sight = TRY(look(asked));
    RenderInput& input = sight.input;
    fill_results(input, sight.run, {stage::queries_shown(request.dashboard), sight.bindings, {}}, deadline);
    const stage::PageSetup setup{kWidth, kMostHeight, stage::Flow::bare_page, 1, kRows};
    PageList pages = TRY(stage::lay_out(input, setup, text_measure_of_this_thread(input.theme.font_family)));
    Page& page = pages.pages.front();
    // What lies below is cut off, and paper fills what a short board leaves.
    page.width = kShownWidth;
    page.height = kShownHeight;
    PictureStyle style = picture_style(pages, kPixelsAPoint);
    style.origin = kOrigin;
    return png_of(page, style, deadline);
}

} // namespace presstime::run
