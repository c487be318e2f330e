// A template dashboard in the formats that are drawn: the filled-in document itself, or what the browser
// makes of it. Data formats (csv, json, xlsx) go their usual way.
#pragma once

#include "model/render_input.hpp"
#include "platform/browser/page_printer.hpp"
#include "renderer/renderer.hpp"

#include <chrono>

namespace presstime::stage {

// How templates are drawn here; `printer` outlives whoever holds this, null = nothing can be.
struct TemplateTools {
    browser::PagePrinter* printer = nullptr;
    std::chrono::seconds timeout{30}; // for filling in
};

// Whether the plug-in draws from laid-out pages. It does not when draw_file() draws from the template.
bool needs_pages(const Dashboard& dashboard, const RendererPlugin& plugin);

struct FileWork {
    const RendererPlugin& plugin;
    const RenderInput& input;
    const PageList& pages; // empty when !needs_pages()
    const Deadline& deadline;
};
// Writes the file: by the plug-in, or of a template dashboard in a drawn format from its template. Problems
// of the page are in the summary's note, counted in failed_widgets, and make it incomplete. Errors: those of
// fill_template_page() and PagePrinter::print(), the plug-in's and the sink's.
Result<RenderSummary> draw_file(const FileWork& work, const TemplateTools& tools, ByteSink& sink);

} // namespace presstime::stage
