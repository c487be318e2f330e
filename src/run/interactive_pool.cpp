// A slot is taken before anything is opened and given back when the call returns. Drawing goes through the
// same stages as a run's, with results in memory or stored ones read again.
#include "run/interactive_pool.hpp"

#include "base/id.hpp"
#include "calendar/bindings.hpp"
#include "calendar/local_time.hpp"
#include "codec/document.hpp"
#include "model/sql_place.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/canvas/pdf_password.hpp"
#include "stage/layout.hpp"
#include "stage/render.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"
#include "store/sealed_values.hpp"
#include "store/store.hpp"
#include "store/theme_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::run {
namespace {

// What people wait for lies in memory whole; a run streams, and has the server's own limit.
constexpr std::int64_t kMaxAnswerBytes = 64LL << 20;
constexpr std::int64_t kMaxPreviewBytes = 256LL << 20;

// Collects a file in memory up to a bound.
class BoundedSink final : public ByteSink {
public:
    explicit BoundedSink(std::int64_t limit) : limit_(limit) {}
    Result<> write(std::string_view bytes) override
    {
        if (static_cast<std::int64_t>(bytes_.size() + bytes.size()) > limit_)
            return fail(
                Error::too_large("format", "the preview is too large to show; run the report instead"));
        bytes_.append(bytes);
        return {};
    }
    std::string take() { return std::move(bytes_); }

private:
    std::int64_t limit_;
    std::string bytes_;
};

// Reads a table that lies in memory, in one batch.
class TableReader final : public BatchReader {
public:
    explicit TableReader(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
    const std::vector<Column>& columns() const override { return table_->columns; }
    Result<bool> next(Batch& batch) override
    {
        batch = {};
        if (done_ || table_->rows() == 0)
            return false;
        batch = table_->data;
        done_ = true;
        return true;
    }
    Completeness completeness() const override { return table_->completeness; }

private:
    std::shared_ptr<const Table> table_;
    bool done_ = false;
};

Result<Table> read_table(BatchReader& reader)
{
    Table table = make_table(reader.columns());
    Batch batch;
    while (TRY(reader.next(batch)))
        append(table, batch);
    table.completeness = reader.completeness();
    return table;
}

QueryOutcome outcome_of(const std::string& query, Result<Table> table)
{
    QueryOutcome outcome;
    outcome.query = query;
    if (!table) {
        outcome.error = table.error().message;
        return outcome;
    }
    auto shared = std::make_shared<const Table>(std::move(*table));
    outcome.rows = static_cast<std::int64_t>(shared->rows());
    outcome.completeness = shared->completeness;
    outcome.open = [shared]() -> Result<std::unique_ptr<BatchReader>> {
        return std::make_unique<TableReader>(shared);
    };
    return outcome;
}

} // namespace

Result<InteractivePool::Slot> InteractivePool::Slot::take(InteractivePool& pool)
{
    if (!pool.slots_.try_acquire_for(pool.config_.patience))
        return fail(Error{
            ErrorKind::too_many, "too many previews and queries are running; try again in a moment", {}, {}});
    return Slot(pool);
}

InteractivePool::Slot::~Slot()
{
    if (pool_)
        pool_->slots_.release();
}

InteractivePool::InteractivePool(ObjectStore& objects, SourcePool& sources, db::Database& database,
                                 const Clock& clock, InteractiveConfig config)
    : objects_(objects),
      sources_(sources),
      database_(database),
      clock_(clock),
      config_(config),
      slots_(std::clamp(config.slots, 1, InteractiveConfig::kMostSlots))
{
}

Result<std::vector<Column>> InteractivePool::describe(const control::QueryQuestion& question)
{
    const Slot slot = TRY(Slot::take(*this));
    const Deadline deadline = Deadline::after(config_.deadline);
    const ScopedQuery query = TRY(scope_query(sources_, question, deadline));
    return query.source->describe(query.sql, query.bindings, deadline);
}

Result<std::vector<Column>> InteractivePool::describe_dataset(std::int64_t workspace_id,
                                                              const Dataset& dataset)
{
    const Slot slot = TRY(Slot::take(*this));
    const Deadline deadline = Deadline::after(config_.deadline);
    const auto source = TRY(sources_.get(workspace_id, dataset.connection));
    std::vector<Column> columns;
    for (const RelationColumn& column : TRY(source->describe_dataset(dataset, {}, deadline)))
        columns.push_back({column.name, column.type.value_or(ColumnType::text)});
    return columns;
}

Result<> InteractivePool::check_connection(const Connection& connection)
{
    const Slot slot = TRY(Slot::take(*this));
    TRY(sources_.open_once(connection));
    return {};
}

Result<control::QueryAnswer> InteractivePool::answer(const ScopedQuery& query, const QueryLimits& limits,
                                                     const Deadline& deadline)
{
    const auto started = std::chrono::steady_clock::now();
    auto reader = TRY(query.source->query(query.sql, query.bindings, limits, deadline));
    control::QueryAnswer answer{TRY(read_table(*reader)), 0};
    answer.elapsed_us =
        std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() - started).count();
    return answer;
}

Result<control::QueryAnswer> InteractivePool::run_query(const control::QueryRequest& request)
{
    const Slot slot = TRY(Slot::take(*this));
    QueryLimits limits = stage::limits_of(request.query, config_.query_limits);
    if (request.max_rows < limits.max_rows)
        limits = {request.max_rows, limits.max_bytes, "the limit of a query run by hand"};
    limits.max_bytes = std::min(limits.max_bytes, kMaxAnswerBytes);
    const auto timeout = std::chrono::seconds(stage::timeout_of(request.query, config_.query_limits));
    const Deadline deadline = Deadline::after(config_.deadline).sooner(timeout);
    const control::QueryQuestion question{request.workspace_id, request.query, request.bindings,
                                          request.datasets, request.security};
    const ScopedQuery query = TRY(scope_query(sources_, question, deadline));
    auto answered = answer(query, limits, deadline);
    if (!answered)
        return fail(moved_into(std::move(answered).error(), query.sql, request.query.sql));
    return answered;
}

Result<control::QueryAnswer> InteractivePool::run_structured(const control::StructuredRequest& request)
{
    const Slot slot = TRY(Slot::take(*this));
    const QueryLimits limits{request.max_rows, kMaxAnswerBytes, "the limit of one answer"};
    const auto timeout = std::chrono::seconds(config_.query_limits.timeout_s);
    const Deadline deadline = Deadline::after(config_.deadline).sooner(timeout);
    return answer(TRY(scope_structured_query(sources_, request, deadline)), limits, deadline);
}

Result<WorkspaceFacts> InteractivePool::workspace(std::int64_t workspace_id)
{
    WorkspaceFacts facts;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        facts.name = TRY(store::get_workspace(session, workspace_id)).name;
        const auto theme = TRY(store::find_theme(session, workspace_id));
        facts.theme = theme ? theme->theme : WorkspaceTheme{};
        return {};
    }));
    return facts;
}

Result<control::RenderedFile> InteractivePool::draw(const RenderInput& input, const Run& run,
                                                    const FileWish& wish, const Deadline& deadline)
{
    const RendererPlugin* plugin = TRY(find_renderer_plugin(wish.format, "format"));
    PageList pages;
    control::RenderedFile file;
    if (stage::needs_pages(input.dashboard, *plugin))
        pages = TRY(stage::lay_out(input, stage::page_setup(input, plugin->needs, config_.max_pages),
                                   text_measure_of_this_thread(input.theme.font_family)));
    if (plugin->needs == RendererInput::pages && !pages.pages.empty()) {
        file.pages = static_cast<int>(pages.pages.size());
        if (wish.pages == control::PagesWanted::first) {
            pages.pages.resize(1);
            std::erase_if(pages.outline, [](const OutlineEntry& entry) { return entry.page > 1; });
        }
    }
    BoundedSink sink(config_.max_file_bytes);
    const RenderSummary summary =
        TRY(stage::draw_file({*plugin, input, pages, deadline}, config_.templates, sink));
    file.filename = stage::artifact_filename(input.report, run, plugin->extension(input));
    file.content_type = plugin->content_type(input);
    file.bytes = sink.take();
    if (plugin->name == "pdf" && !input.report.pdf_password.empty())
        file.bytes =
            TRY(encrypt_pdf(file.bytes, TRY(store::open_pdf_password(sources_.secrets(), input.report))));
    file.complete = summary.complete;
    file.rows = summary.rows;
    file.note = summary.note;
    return file;
}

void InteractivePool::fill_results(RenderInput& input, const Run& run, const Asked& asked,
                                   const Deadline& deadline)
{
    for (const Query* query : asked.queries) {
        const auto read = [&]() -> Result<Table> {
            const control::QueryQuestion question{run.workspace_id, *query, asked.bindings,
                                                  input.dashboard.datasets, asked.security};
            const ScopedQuery scoped = TRY(scope_query(sources_, question, deadline));
            QueryLimits limits = stage::limits_of(*query, config_.query_limits);
            limits.max_bytes = std::min(limits.max_bytes, kMaxPreviewBytes);
            auto reader = TRY(scoped.source->query(scoped.sql, scoped.bindings, limits, deadline));
            return read_table(*reader);
        };
        input.results[query->name] = outcome_of(query->name, read());
    }
}

Result<control::RenderedFile> InteractivePool::preview(const control::PreviewRequest& request)
{
    const Slot slot = TRY(Slot::take(*this));
    const Deadline deadline = Deadline::after(config_.deadline);
    Run run;
    run.workspace_id = request.report.workspace_id;
    run.report_id = request.report.id;
    run.nominal_at = request.nominal_at;
    run.period = request.period;
    run.as_of = clock_.now();
    run.nominal_local = format_local(run.nominal_at, *TRY(find_zone(request.report.schedule.timezone)));
    const WorkspaceFacts facts = TRY(workspace(run.workspace_id));
    const stage::RunView view{run, request.report, request.dashboard, facts.name, {}, facts.theme};
    RenderInput input = TRY(stage::make_render_input(view, objects_));
    const auto bindings =
        TRY(bindings_of(request.dashboard, {run.period, run.nominal_at, request.report.parameters}));
    for (const Parameter& parameter : request.dashboard.parameters)
        if (std::ranges::find(request.hidden_parameters, parameter.name) != request.hidden_parameters.end())
            input.parameters_shown.erase(parameter.label.empty() ? parameter.name : parameter.label);
    const auto security = request.security ? request.security : TRY(security_of(request.report));
    fill_results(input, run, {stage::queries_shown(request.dashboard), bindings, security}, deadline);
    return draw(input, run, {request.format, request.pages}, deadline);
}

Result<control::RenderedFile> InteractivePool::draw_given(const control::GivenRequest& request)
{
    constexpr double kMostHeight = 2'000; // pt
    constexpr double kPixelsAPoint = 2;
    const Slot slot = TRY(Slot::take(*this));
    const Deadline deadline = Deadline::after(config_.deadline);
    Run run;
    run.workspace_id = request.workspace_id;
    run.nominal_at = request.nominal_at;
    run.period = request.period;
    run.as_of = clock_.now();
    Report report;
    report.name = request.dashboard.name;
    const stage::RunView view{run, report,       request.dashboard, TRY(workspace(request.workspace_id)).name,
                              {},  request.theme};
    RenderInput input = TRY(stage::make_render_input(view, objects_));
    for (const auto& [query, table] : request.results)
        input.results[query] = outcome_of(query, table);
    if (request.format != "png")
        return draw(input, run, {request.format}, deadline);
    const stage::PageSetup setup{request.width_pt, kMostHeight, stage::Flow::tall_page, 1};
    const PageList pages =
        TRY(stage::lay_out(input, setup, text_measure_of_this_thread(input.theme.font_family)));
    control::RenderedFile file;
    file.filename = stage::artifact_filename(report, run, "png");
    file.content_type = "image/png";
    file.note = pages.note;
    TRY(write_png(
        pages.pages.front(), picture_style(pages, kPixelsAPoint),
        [&](std::string_view bytes) -> Result<> {
            file.bytes.append(bytes);
            return {};
        },
        deadline));
    return file;
}

Result<control::RenderedFile> InteractivePool::draw_again(const Run& run, const std::string& format)
{
    const Slot slot = TRY(Slot::take(*this));
    codec::Definition definition = TRY(codec::definition_from_json(run.definition));
    std::vector<StoredResult> results;
    WorkspaceTheme theme;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        results = TRY(store::list_stored_results(session, run.id));
        const Report current = TRY(store::get_report(session, run.report_id));
        definition.report.uuid = current.uuid;
        definition.report.pdf_password = current.pdf_password;
        theme = TRY(store::get_theme_version(session, run.workspace_id, definition.theme_version));
        return {};
    }));
    if (results.empty() && !stage::queries_shown(definition.dashboard).empty())
        return fail(Error::not_found(
            fmt::format("the stored results of run {} are no longer kept (retain_results)", run.id)));
    const stage::RunView view{
        run, definition.report, definition.dashboard, TRY(workspace(run.workspace_id)).name, results, theme};
    const RenderInput input = TRY(stage::make_render_input(view, objects_));
    return draw(input, run, {format}, Deadline::after(config_.deadline));
}

} // namespace presstime::run
