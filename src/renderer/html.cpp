// HTML: the whole dashboard as one self-contained file: charts as inline SVG, tables as tables, no script, no
// address of anybody's server. It reads well on a phone and prints on paper.
#include "base/encoding.hpp"
#include "base/text.hpp"
#include "model/grid_bands.hpp"
#include "platform/canvas/svg.hpp"
#include "platform/text/html_text.hpp"
#include "platform/text/phrases.hpp"
#include "renderer/html_table.hpp"
#include "renderer/renderer.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::string_view kStyle = R"(
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:13.5px/1.45 Inter,"Noto Sans",system-ui,sans-serif}
main{max-width:1200px;margin:0 auto;padding:36px 32px 28px}
header{display:flex;gap:24px;justify-content:space-between;align-items:flex-start;
border-bottom:1px solid var(--hairline);padding-bottom:14px;margin-bottom:18px}
h1{font-size:27px;line-height:1.3;font-weight:600;margin:0;letter-spacing:-.01em}
h2{font-size:13.5px;line-height:1.45;font-weight:600;margin:0 0 8px}
header p,footer,.rows,.empty{color:var(--secondary)}
header p{margin:4px 0 0}
header img{max-width:144px;max-height:36px}
.notice{border-left:4px solid var(--warn);padding:8px 12px;margin:0 0 16px;background:var(--zebra)}
.band{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));
gap:18px;margin-bottom:24px;align-items:start}
section{min-width:0}
figure{margin:0}
figure svg,figure img{display:block;width:100%;height:auto}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:12px;line-height:1.5;font-variant-numeric:tabular-nums}
th{color:var(--secondary);font-size:11.25px;font-weight:600;text-align:left;
vertical-align:bottom}
th,td{padding:4px 10px 4px 0;border-bottom:1px solid var(--hairline)}
td{vertical-align:top;white-space:pre-line;overflow-wrap:anywhere;max-width:42ch}
.n{text-align:right;white-space:nowrap}
tfoot td{border-top:1px solid var(--zero);border-bottom:0;font-weight:600}
a{color:inherit;text-decoration-color:var(--secondary)}
.dot{display:inline-block;width:7px;height:7px;border-radius:50%;margin-right:6px;background:var(--secondary)}
.dot.good{background:var(--good)}.dot.warn{background:var(--warn)}.dot.bad{background:var(--bad)}
.rows{margin:6px 0 0;font-size:10.5px}
.rows.warn{color:var(--warn)}
.failed{border:1px solid var(--hairline);
border-radius:5px;padding:14px 16px;margin:0;color:var(--bad)}
.empty{border:1px solid var(--hairline);
border-radius:5px;padding:20px;margin:0;text-align:center}
footer{display:flex;justify-content:space-between;gap:24px;
font-size:10.5px;border-top:1px solid var(--hairline);
padding-top:10px;margin-top:28px}
@media (max-width:720px){main{padding:20px 16px}
.band{display:block}section{margin-bottom:22px}}
@media print{@page{margin:12mm}main{max-width:none;padding:0}
.scroll{overflow:visible}thead{display:table-header-group}
tr,figure{break-inside:avoid}h2{break-after:avoid}}
)";

std::string css_color(Color color)
{
    return fmt::format("#{:02X}{:02X}{:02X}", color.r, color.g, color.b);
}

std::string style_of(const Theme& theme)
{
    return fmt::format(
        "\n:root{{--ink:{};--secondary:{};--hairline:{};--zero:{};--zebra:{};--paper:{};--good:{};"
        "--warn:{};--bad:{}}}{}",
        css_color(theme.ink), css_color(theme.secondary), css_color(theme.hairline),
        css_color(theme.zero_line), css_color(theme.zebra), css_color(theme.paper), css_color(theme.good),
        css_color(theme.warn), css_color(theme.bad), kStyle);
}

std::string data_uri(const Image& image)
{
    return fmt::format(
        "data:image/{};base64,{}", image.type == ImageType::png ? "png" : "jpeg",
        base64_encode({reinterpret_cast<const unsigned char*>(image.bytes.data()), image.bytes.size()}));
}

class HtmlFile {
public:
    HtmlFile(const RenderInput& input, const PageList& pages, ByteSink& sink)
        : input_(input), pages_(pages), sink_(sink)
    {
    }

    Result<RenderSummary> write(Deadline deadline)
    {
        TRY(sink_.write(head()));
        for (const GridBand& band : bands_of(input_.dashboard)) {
            TRY(sink_.write("<div class=\"band\">\n"));
            for (const Widget* widget : band.widgets)
                TRY(write_widget(*widget, band.top, deadline));
            TRY(sink_.write("</div>\n"));
        }
        TRY(sink_.write(foot()));
        return summary();
    }

private:
    std::string head() const
    {
        std::string out =
            fmt::format("<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n",
                        html_text(pages_.language));
        out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
               "'unsafe-inline'; "
               "img-src data:\">\n<meta name=\"generator\" content=\"Presstime\">\n";
        const std::string title = html_text(pages_.title);
        out += fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n", title,
                           style_of(input_.theme));
        out += fmt::format("<header><div><h1>{}</h1>", title);
        if (!pages_.subtitle.empty())
            out += fmt::format("<p>{}</p>", html_text(pages_.subtitle));
        out += "</div>";
        if (input_.theme.logo)
            out += fmt::format("<img src=\"{}\" alt=\"{}\">", data_uri(*input_.theme.logo),
                               html_text(pages_.author));
        out += "</header>\n";
        for (const std::string& notice : pages_.notices)
            out += fmt::format("<p class=\"notice\">{}</p>\n", html_text(notice));
        return out;
    }

    std::string foot() const
    {
        return fmt::format("<footer><span>{}</span><span>{}</span></footer>\n</main>\n</body>\n</html>\n",
                           html_text(pages_.author), html_text(pages_.data_as_of));
    }

    Result<> write_widget(const Widget& widget, int top, Deadline deadline)
    {
        TRY(sink_.write(fmt::format(
            "<section id=\"{}\" style=\"grid-column:{}/span {};grid-row:{}/span {}\">\n",
            html_text(widget.id), widget.grid.x + 1, widget.grid.w, widget.grid.y - top + 1, widget.grid.h)));
        if (widget.kind == WidgetKind::table)
            TRY(write_table(widget, std::move(deadline)));
        else
            TRY(write_picture(widget));
        return sink_.write("</section>\n");
    }

    Result<> write_table(const Widget& widget, Deadline deadline)
    {
        if (!widget.title.empty())
            TRY(sink_.write(fmt::format("<h2>{}</h2>\n", html_text(widget.title))));
        WidgetRows rows = TRY(WidgetRows::open(widget, input_));
        TRY(write_html_table(rows, input_, pages_.data_as_of, sink_, std::move(deadline)));
        rows.add_to(tables_);
        return {};
    }

    Result<> write_picture(const Widget& widget)
    {
        const auto page = std::ranges::find(pages_.pages, widget.id, &Page::widget_id);
        if (page == pages_.pages.end())
            return {};
        SvgStyle style;
        style.font_family = pages_.font_family;
        style.language = pages_.language;
        return sink_.write("<figure>" + TRY(write_svg(*page, style)) + "</figure>\n");
    }

    // What was drawn is in the page list's stamp, what was written here in the tables'.
    RenderSummary summary() const
    {
        RenderSummary whole = tables_;
        whole.rows += pages_.rows_shown;
        whole.rows_in_result += pages_.rows_in_result;
        whole.complete = whole.complete && pages_.complete;
        whole.failed_widgets += pages_.failed_widgets;
        whole.empty_widgets += pages_.empty_widgets;
        if (!pages_.note.empty())
            whole.note = pages_.note + (whole.note.empty() ? "" : "; " + whole.note);
        return whole;
    }

    const RenderInput& input_;
    const PageList& pages_;
    ByteSink& sink_;
    RenderSummary tables_;
};

Result<RenderSummary> render_html(const RenderInput& input, const PageList& pages, ByteSink& sink,
                                  Deadline deadline)
{
    return HtmlFile(input, pages, sink).write(std::move(deadline));
}

} // namespace

const RendererPlugin& html_renderer()
{
    static const RendererPlugin plugin = {
        .name = "html",
        .summary = "The whole dashboard as one self-contained page",
        .needs = RendererInput::widget_pictures,
        .content_type = [](const RenderInput&) -> std::string { return "text/html; charset=utf-8"; },
        .extension = [](const RenderInput&) -> std::string { return "html"; },
        .render = render_html,
    };
    return plugin;
}

} // namespace presstime
