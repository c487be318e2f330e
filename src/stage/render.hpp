// The render step: one format of a run, drawn from stored results straight into an object. Gathers the
// renderer's input from the run's rows; knows no loop and no other step.
#pragma once

#include "base/deadline.hpp"
#include "model/page_list.hpp"
#include "model/render_input.hpp"
#include "model/run.hpp"
#include "model/workspace_theme.hpp"
#include "platform/objects/object_store.hpp"
#include "renderer/renderer.hpp"
#include "stage/template_print.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

struct RunView {
    const Run& run;
    const Report& report;
    const Dashboard& dashboard;
    std::string workspace_name;
    std::vector<StoredResult> results;
    WorkspaceTheme theme;
};

// Everything a renderer needs; readers open the stored results in `objects`, which must outlive the input.
Result<RenderInput> make_render_input(const RunView& view, ObjectStore& objects);

struct RenderStep {
    std::int64_t run_id = 0;
    int n = 1;
    std::string object_key;
    std::string filename;     // with extension
    std::string pdf_password; // not empty: a PDF is stored encrypted with it
    TemplateTools templates;  // of a dashboard with template_html
};
// The artifact's sha256 is of what was drawn; of an encrypted one sent_sha256 is of what is stored.
Result<Artifact> run_render_step(const RendererPlugin& plugin, const RenderInput& input,
                                 const PageList& pages, const RenderStep& step, ObjectStore& objects,
                                 Deadline deadline);

// "Weekly usage summary 2026-04-21.pdf": the report's filename template or its name and the local nominal
// date, without what file systems and headers dislike.
std::string artifact_filename(const Report& report, const Run& run, const std::string& extension);

} // namespace presstime::stage
