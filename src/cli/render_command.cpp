// The order of things: words, documents, the output's place, queries, drawing, and only then the file.
#include "cli/render_command.hpp"

#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "calendar/bindings.hpp"
#include "calendar/local_time.hpp"
#include "cli/output_file.hpp"
#include "cli/render_subject.hpp"
#include "cli/render_wish.hpp"
#include "control/report_checks.hpp"
#include "platform/browser/browser.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/canvas/svg.hpp"
#include "stage/layout.hpp"
#include "stage/render.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::seconds kRenderTimeout{1'800};

// A folder for results and spilling that goes with this value.
class ScratchFolder {
public:
    ScratchFolder() : path_(fs::temp_directory_path() / ("presstime-render-" + make_random_text(12)))
    {
        fs::create_directories(path_);
        fs::permissions(path_, fs::perms::owner_all);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

// The steps of a run, with nobody to hand anything over to.
class RenderJob {
public:
    RenderJob(const RenderWish& wish, RenderSubject subject, RenderSettings settings)
        : wish_(wish), subject_(std::move(subject)), settings_(std::move(settings))
    {
        settings_.sources.data_folder = subject_.data_folder;
        settings_.sources.allowed_roots = subject_.roots;
        settings_.sources.temp_folder = scratch_.path();
        if (wish_.theme)
            subject_.dashboard.theme = *wish_.theme;
        report_ = wish_.report;
        report_.name = subject_.dashboard.name;
        report_.dashboard_id = subject_.dashboard.id;
        run_.nominal_at = wish_.as_of;
        run_.as_of = wish_.as_of;
        run_.period = wish_.period;
        run_.cause = RunCause::manual;
    }

    Result<Artifact> draw()
    {
        TRY(keep_wanted_widget());
        TRY(control::check_parameters(report_, subject_.dashboard, wish_.as_of));
        TRY(run_queries());
        const stage::RunView view{run_, report_, subject_.dashboard, "Presstime", results_, subject_.theme};
        const RenderInput input = TRY(stage::make_render_input(view, *objects_));
        if (!wish_.widget.empty())
            return draw_widget(input);
        const RendererPlugin* plugin = TRY(find_renderer_plugin(report_.formats.front(), "format"));
        PageList pages;
        if (stage::needs_pages(input.dashboard, *plugin))
            pages = TRY(stage::lay_out(input, stage::page_setup(input, plugin->needs, settings_.max_pages),
                                       text_measure_of_this_thread(input.theme.font_family)));
        const std::string extension = plugin->extension(input);
        // Starts Chromium only for a template that is drawn.
        browser::Browser browser(settings_.browser);
        const stage::RenderStep step{.object_key = "artifact." + extension,
                                     .filename = "artifact." + extension,
                                     .templates = {&browser, settings_.browser.page_timeout}};
        return stage::run_render_step(*plugin, input, pages, step, *objects_, deadline_);
    }

    Result<fs::path> file_of(const Artifact& artifact) { return objects_->path_of(artifact.object_key); }
    std::vector<std::string> query_errors() const
    {
        std::vector<std::string> errors;
        for (const StoredResult& result : results_)
            if (!result.error.empty())
                errors.push_back(fmt::format("query {}: {}", result.query, result.error));
        return errors;
    }

private:
    Result<> keep_wanted_widget()
    {
        std::vector<std::string> ids;
        for (const Widget& widget : subject_.dashboard.widgets)
            ids.push_back(widget.id);
        if (wish_.widget.empty())
            return {};
        std::erase_if(subject_.dashboard.widgets,
                      [&](const Widget& widget) { return widget.id != wish_.widget; });
        if (subject_.dashboard.widgets.empty())
            return fail(
                Error::invalid("--widget", fmt::format("--widget: there is no widget {}; there are {}",
                                                       wish_.widget, join(ids, ", "))));
        return {};
    }

    // As large as the widget stands on a page 720 pt wide.
    Result<Artifact> draw_widget(const RenderInput& input)
    {
        constexpr double kColumn = 60, kRow = 38, kGap = 12;
        const GridBox& grid = input.dashboard.widgets.front().grid;
        const PageList pages =
            TRY(stage::lay_out_widget(input, wish_.widget, kColumn * grid.w - kGap, kRow * grid.h - kGap,
                                      text_measure_of_this_thread(input.theme.font_family)));
        const std::string svg = TRY(
            write_svg(pages.pages.front(),
                      {.font_family = pages.font_family, .language = pages.language, .paper = pages.paper}));
        Artifact artifact;
        artifact.object_key = "artifact.svg";
        const ObjectInfo info = TRY(put_object(*objects_, artifact.object_key, svg));
        artifact.bytes = info.bytes;
        artifact.sha256 = info.sha256;
        artifact.rows = pages.rows_shown;
        artifact.complete = pages.complete;
        artifact.note = pages.note;
        artifact.failed_widgets = pages.failed_widgets;
        return artifact;
    }

    Result<> run_queries()
    {
        const auto bindings =
            TRY(bindings_of(subject_.dashboard, {run_.period, run_.nominal_at, report_.parameters}));
        for (const Query* query : stage::queries_shown(subject_.dashboard))
            results_.push_back(TRY(run_query(*query, bindings)));
        // A file of nothing but error boxes is no report.
        const std::vector<std::string> errors = query_errors();
        if (!errors.empty() && errors.size() == results_.size())
            return fail(Error::give_up(errors.front()));
        return {};
    }

    Result<StoredResult> run_query(const Query& query, const std::vector<Binding>& bindings)
    {
        const Deadline deadline =
            deadline_.sooner(std::chrono::seconds(stage::timeout_of(query, settings_.limits)));
        stage::QueryStep step;
        step.query = query.name;
        step.bindings = bindings;
        step.limits = stage::limits_of(query, settings_.limits);
        step.object_key = fmt::format("result-{}.ptr", results_.size());
        const Result<Source*> source = open_composed(query, step, deadline);
        if (!source) {
            StoredResult failed;
            failed.query = query.name;
            failed.error = source.error().message;
            return failed;
        }
        return stage::run_query_step(**source, step, *objects_, deadline);
    }

    // The query's source; its statement goes into `step` with the dashboard's data sets in front of it.
    Result<Source*> open_composed(const Query& query, stage::QueryStep& step, const Deadline& deadline)
    {
        Source* source = TRY(open_source(query.connection));
        QueryScope scope;
        for (const Dataset& dataset : subject_.dashboard.datasets)
            if (dataset.connection == query.connection)
                scope.datasets.push_back(dataset);
        step.sql = query.sql;
        if (scope.plain())
            return source;
        ComposedQuery composed = TRY(source->compose(query.sql, scope, step.bindings, deadline));
        step.sql = std::move(composed.sql);
        step.bindings.insert(step.bindings.end(), composed.bindings.begin(), composed.bindings.end());
        return source;
    }

    Result<Source*> open_source(const std::string& name)
    {
        if (const auto open = sources_.find(name); open != sources_.end())
            return open->second.get();
        const auto connection = std::ranges::find(subject_.connections, name, &Connection::name);
        if (connection == subject_.connections.end())
            return fail(Error::not_found(fmt::format("there is no connection \"{}\"", name)));
        const SourcePlugin* plugin = TRY(find_source_plugin(connection->kind, "source"));
        const OptionValues options = TRY(validate_options(plugin->options, connection->options, "options"));
        sources_[name] = TRY(plugin->open(options, settings_.sources));
        return sources_[name].get();
    }

    const RenderWish& wish_;
    RenderSubject subject_;
    RenderSettings settings_;
    ScratchFolder scratch_;
    std::unique_ptr<ObjectStore> objects_ = make_file_object_store(scratch_.path() / "objects");
    Deadline deadline_ = Deadline::after(kRenderTimeout);
    std::map<std::string, std::unique_ptr<Source>> sources_;
    Report report_;
    Run run_;
    std::vector<StoredResult> results_;
};

void print_summary(std::ostream& err, const RenderWish& wish, const Artifact& artifact)
{
    err << fmt::format("file      {}\nas of     {}\nrows      {}\ncomplete  {}\n",
                       wish.output == "-" ? "(standard output)" : wish.output, format_rfc3339(wish.as_of),
                       format_count(artifact.rows), artifact.complete ? "yes" : "no");
    if (!artifact.note.empty())
        err << fmt::format("note      {}\n", artifact.note);
    err << fmt::format("bytes     {}\nsha256    {}\n", format_count(artifact.bytes), artifact.sha256);
}

Result<int> render(const RenderWish& wish, const RenderSettings& settings, std::ostream& out,
                   std::ostream& err)
{
    RenderSubject subject = TRY(load_subject(wish.subject, wish.connections, settings));
    if (wish.theme_file)
        subject.theme = TRY(load_theme(*wish.theme_file));
    RenderJob job(wish, std::move(subject), settings);
    OutputFile file = TRY(OutputFile::create(wish.output, out));
    const Artifact artifact = TRY(job.draw());
    TRY(file.commit(TRY(job.file_of(artifact))));
    print_summary(err, wish, artifact);
    const std::vector<std::string> errors = job.query_errors();
    for (const std::string& error : errors)
        err << fmt::format("presstime: {}\n", error);
    if (!errors.empty() || artifact.failed_widgets > 0)
        err << "presstime: the file is written, but not every widget could be drawn\n";
    return errors.empty() && artifact.failed_widgets == 0 ? kExitDone : kExitFailed;
}

} // namespace

Command render_command(const LoadRenderSettings& load_settings)
{
    Command command;
    command.name = "render";
    command.summary = "draws a dashboard of a file or of a data folder into a file, without a server";
    command.usage = fmt::format(
        "usage: presstime render FILE_OR_ID --format FORMAT --output PATH [--param NAME=VALUE]... [--as-of "
        "TIME]\n\n"
        "FILE is a dashboard as YAML or JSON; its connections stand in files beside it. An ID (dash_...) is\n"
        "looked up in the data folder, published version first. Equal input and --as-of give equal bytes.\n\n"
        "{}\nStandard error says rows, completeness and SHA-256. Status 1 with a file written means that a\n"
        "widget could not be drawn; 1 without one that nothing could.\n",
        describe_flags(render_flags()));
    command.run = [load_settings](std::span<const std::string_view> words, std::ostream& out,
                                  std::ostream& err) {
        set_log_level(LogLevel::error);
        const Result<Arguments> arguments = parse_arguments(words, render_flags(), {1, 1, "FILE_OR_ID"});
        if (!arguments)
            return report_wrong_usage(err, arguments.error());
        const Result<RenderWish> wish = read_render_wish(*arguments, SystemClock().now());
        if (!wish)
            return report_wrong_usage(err, wish.error());
        const Result<RenderSettings> settings = load_settings(arguments->value("data-dir"));
        if (!settings)
            return report_wrong_usage(err, settings.error());
        const Result<int> status = render(*wish, *settings, out, err);
        if (status)
            return *status;
        const bool usage =
            status.error().field.starts_with("parameters.") || status.error().field.starts_with("--");
        return usage ? report_wrong_usage(err, status.error()) : report_failure(err, status.error());
    };
    return command;
}

} // namespace presstime::cli
