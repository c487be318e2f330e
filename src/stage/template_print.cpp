// Paper sizes are those of layout, in inches.
#include "stage/template_print.hpp"

#include "base/text.hpp"
#include "stage/template_page.hpp"

namespace presstime::stage {
namespace {

struct Inches {
    double width;
    double height;
};

Inches paper_of(const Report& report)
{
    Inches paper{8.27, 11.69};
    if (report.paper == Paper::letter)
        paper = {8.5, 11};
    else if (report.paper == Paper::a3)
        paper = {11.69, 16.54};
    if (report.orientation == Orientation::landscape)
        std::swap(paper.width, paper.height);
    return paper;
}

browser::PrintJob job_of(const RenderInput& input, const RendererPlugin& plugin, std::string html)
{
    browser::PrintJob job;
    job.html = std::move(html);
    job.hosts = input.dashboard.template_hosts;
    job.format = plugin.name == "png" ? browser::PrintFormat::png : browser::PrintFormat::pdf;
    const Inches paper = paper_of(input.report);
    job.paper_width_in = paper.width;
    job.paper_height_in = paper.height;
    job.scale = input.report.png_scale;
    job.locale = input.report.locale;
    job.timezone = input.timezone;
    return job;
}

bool is_drawn_from_template(const Dashboard& dashboard, const RendererPlugin& plugin)
{
    return !dashboard.template_html.empty() &&
           (plugin.name == "pdf" || plugin.name == "png" || plugin.name == "html");
}

Result<RenderSummary> draw_template(const FileWork& work, const TemplateTools& tools, ByteSink& sink)
{
    TemplatePage page = TRY(fill_template_page(work.input, work.deadline.sooner(tools.timeout)));
    if (work.plugin.name == "html") {
        TRY(sink.write(page.html));
        return page.summary;
    }
    if (!tools.printer)
        return fail(Error::give_up("HTML template dashboards need Chromium; this process has none set up"));
    const browser::PrintedPage printed =
        TRY(tools.printer->print(job_of(work.input, work.plugin, std::move(page.html)), work.deadline));
    TRY(sink.write(printed.bytes));
    if (!printed.problems.empty()) {
        page.summary.complete = false;
        page.summary.failed_widgets += static_cast<int>(printed.problems.size());
        page.summary.note += page.summary.note.empty() ? "" : "; ";
        page.summary.note += join(printed.problems, "; ");
    }
    return page.summary;
}

} // namespace

bool needs_pages(const Dashboard& dashboard, const RendererPlugin& plugin)
{
    return plugin.needs != RendererInput::tables && !is_drawn_from_template(dashboard, plugin);
}

Result<RenderSummary> draw_file(const FileWork& work, const TemplateTools& tools, ByteSink& sink)
{
    return is_drawn_from_template(work.input.dashboard, work.plugin)
               ? draw_template(work, tools, sink)
               : work.plugin.render(work.input, work.pages, sink, work.deadline);
}

} // namespace presstime::stage
