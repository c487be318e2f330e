// Gathers, draws, and takes the size and hash that the object store computed on the way.
#include "stage/render.hpp"

#include "base/text.hpp"
#include "calendar/bindings.hpp"
#include "calendar/local_time.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/canvas/pdf_password.hpp"
#include "platform/crypto/sha256.hpp"
#include "platform/objects/result_file.hpp"
#include "stage/bound_text.hpp"
#include "stage/template_page.hpp"
#include "stage/text_template.hpp"
#include "stage/workspace_look.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <utility>

namespace presstime::stage {
namespace {

class ObjectSink final : public ByteSink {
public:
    explicit ObjectSink(ObjectWriter& writer) : writer_(writer) {}
    Result<> write(std::string_view bytes) override { return writer_.write(bytes); }

private:
    ObjectWriter& writer_;
};

QueryOutcome outcome_of(const StoredResult& stored, ObjectStore& objects)
{
    QueryOutcome outcome;
    outcome.query = stored.query;
    outcome.error = stored.error;
    outcome.rows = stored.rows;
    outcome.completeness = {stored.rows, stored.cut, stored.cut_reason};
    if (stored.error.empty())
        outcome.open = [&objects, key = stored.object_key]() -> Result<std::unique_ptr<BatchReader>> {
            return open_result_file(TRY(objects.path_of(key)));
        };
    return outcome;
}

Result<RenderSummary> store_plain(const FileWork& work, const RenderStep& step, ObjectStore& objects,
                                  Artifact& artifact)
{
    auto object = TRY(objects.create(step.object_key));
    ObjectSink sink(*object);
    RenderSummary summary = TRY(draw_file(work, step.templates, sink));
    const ObjectInfo info = TRY(object->commit());
    artifact.bytes = info.bytes;
    artifact.sha256 = info.sha256;
    return summary;
}

// The plain bytes never touch the disk. Both of them lie in memory, which the limit of pages bounds.
Result<RenderSummary> store_encrypted(const FileWork& work, const RenderStep& step, ObjectStore& objects,
                                      Artifact& artifact)
{
    StringSink plain;
    RenderSummary summary = TRY(draw_file(work, step.templates, plain));
    artifact.sha256 = sha256_hex(plain.text);
    const ObjectInfo info =
        TRY(put_object(objects, step.object_key, TRY(encrypt_pdf(plain.text, step.pdf_password))));
    artifact.bytes = info.bytes;
    artifact.sent_sha256 = info.sha256;
    return summary;
}

// What the renderer said, and what the machine's fonts could not do.
std::string note_of(const RenderSummary& summary, const RendererPlugin& plugin, const Theme& theme)
{
    std::vector<std::string> notes;
    if (!summary.note.empty())
        notes.push_back(summary.note);
    if (!summary.missing_glyphs.empty())
        notes.push_back(fmt::format("Characters without a glyph: {}.", summary.missing_glyphs));
    // A font may have gone since the theme was saved, or come from another machine's theme.
    if (plugin.needs != RendererInput::tables && theme.font_family != light_theme().font_family)
        if (const Result<> font = check_font_family(theme.font_family); !font)
            notes.push_back("Theme: " + font.error().message + ".");
    return join(notes, " ");
}

} // namespace

Result<RenderInput> make_render_input(const RunView& view, ObjectStore& objects)
{
    RenderInput input;
    input.dashboard = view.dashboard;
    if (!input.dashboard.template_html.empty())
        input.dashboard.widgets = tables_of_template(input.dashboard);
    input.report = view.report;
    input.workspace_name = view.workspace_name;
    input.period = view.run.period;
    input.nominal_at = view.run.nominal_at;
    input.as_of = view.run.as_of.value_or(view.run.nominal_at);
    input.timezone = view.report.schedule.timezone;
    input.theme = make_theme(view.dashboard.theme, view.theme);
    if (input.as_of - input.nominal_at > view.report.schedule.misfire_grace)
        input.late_due_at = input.nominal_at;
    const Zone* zone = TRY(find_zone(input.timezone.empty() ? "UTC" : input.timezone));
    input.utc_offset = [zone](Instant instant) { return utc_offset_at(instant, *zone); };
    const auto bindings =
        TRY(bindings_of(view.dashboard, {view.run.period, view.run.nominal_at, view.report.parameters}));
    input.parameters_shown = parameters_shown(view.dashboard, bindings);
    for (const StoredResult& stored : view.results)
        input.results[stored.query] = outcome_of(stored, objects);
    return input;
}

Result<Artifact> run_render_step(const RendererPlugin& plugin, const RenderInput& input,
                                 const PageList& pages, const RenderStep& step, ObjectStore& objects,
                                 Deadline deadline)
{
    const auto started = std::chrono::steady_clock::now();
    Artifact artifact;
    const bool encrypted = plugin.name == "pdf" && !step.pdf_password.empty();
    const RenderSummary summary =
        encrypted ? TRY(store_encrypted({plugin, input, pages, deadline}, step, objects, artifact))
                  : TRY(store_plain({plugin, input, pages, deadline}, step, objects, artifact));
    artifact.run_id = step.run_id;
    artifact.n = step.n;
    artifact.format = plugin.name;
    artifact.filename = step.filename;
    artifact.content_type = plugin.content_type(input);
    artifact.object_key = step.object_key;
    artifact.rows = summary.rows;
    artifact.complete = summary.complete;
    artifact.note = note_of(summary, plugin, input.theme);
    artifact.failed_widgets = summary.failed_widgets;
    artifact.elapsed_us =
        std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() - started).count();
    return artifact;
}

std::string artifact_filename(const Report& report, const Run& run, const std::string& extension)
{
    const std::string date = run.nominal_local.substr(0, 10);
    std::string name = report.filename.empty() ? fmt::format("{} {}", report.name, date)
                                               : fill_template(report.filename, {{"report_name", report.name},
                                                                                 {"task_name", report.name},
                                                                                 {"date", date},
                                                                                 {"format", extension}});
    for (char& letter : name) {
        const bool unsafe = std::string_view("/\\:*?\"<>|").find(letter) != std::string_view::npos;
        if (unsafe || static_cast<unsigned char>(letter) < 0x20)
            letter = '-';
    }
    const std::string_view clipped = clip_utf8(trim(name), 120);
    return fmt::format("{}.{}", clipped.empty() || clipped.front() == '.' ? "report" : clipped, extension);
}

} // namespace presstime::stage
