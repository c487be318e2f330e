// What people wait for: a query tried out, a report previewed, an old run in
// another format. Runs on the caller's thread, but only so many at once and
// never longer than a deadline, so that people cannot starve the schedule.
#pragma once

#include "base/clock.hpp"
#include "control/drawings.hpp"
#include "control/schema_reader.hpp"
#include "model/workspace_theme.hpp"
#include "platform/objects/object_store.hpp"
#include "run/scoped_query.hpp"
#include "stage/query.hpp"
#include "stage/template_print.hpp"

#include <chrono>
#include <semaphore>
#include <utility>

namespace presstime::run {

struct InteractiveConfig {
    static constexpr int kMostSlots = 64;

    int slots = 4;                            // at once; more wait a moment, then are refused
    std::chrono::milliseconds patience{2000}; // how long a caller waits for a slot
    std::chrono::seconds deadline{60};
    stage::ServerQueryLimits query_limits;
    int max_pages = 5000;
    stage::TemplateTools templates;
    std::int64_t max_file_bytes = 256LL << 20; // of a preview, held in memory
};

struct WorkspaceFacts {
    std::string name;
    WorkspaceTheme theme;
};

class InteractivePool final : public control::QueryInspector,
                              public control::Interactive,
                              public control::Drawings,
                              public control::SchemaReader {
public:
    InteractivePool(ObjectStore& objects, SourcePool& sources, db::Database& database, const Clock& clock,
                    InteractiveConfig config);

    Result<std::vector<Column>> describe(const control::QueryQuestion& question) override;
    Result<std::vector<Column>> describe_dataset(std::int64_t workspace_id, const Dataset& dataset) override;
    Result<> check_connection(const Connection& connection) override;
    Result<SourceSchema> schema(std::int64_t workspace_id, const std::string& connection) override;
    Result<SourceSchema> schema_of(const Connection& connection) override;
    Result<std::int64_t> read_through(const Connection& connection, const SchemaTable& table) override;
    Result<> write_typed(const TypedRows& rows) override;
    Result<control::QueryAnswer> run_query(const control::QueryRequest& request) override;
    Result<control::QueryAnswer> run_structured(const control::StructuredRequest& request) override;
    Result<control::RenderedFile> preview(const control::PreviewRequest& request) override;
    Result<control::RenderedFile> draw_given(const control::GivenRequest& request) override;
    Result<control::WidgetPicture> picture(const control::PictureRequest& request) override;
    Result<control::RenderedFile> draw_again(const Run& run, const std::string& format) override;
    Result<WidgetTable> table(const control::TableRequest& request) override;
    std::vector<TextBlock> text(const Widget& widget) override;
    Result<std::string> thumbnail(const control::ThumbnailRequest& request) override;

private:
    // One of the pool's places, given back at the end of its life.
    class Slot {
    public:
        static Result<Slot> take(InteractivePool& pool);
        Slot(Slot&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)) {}
        Slot& operator=(Slot&&) = delete;
        ~Slot();

    private:
        explicit Slot(InteractivePool& pool) : pool_(&pool) {}
        InteractivePool* pool_;
    };
    // What a page shows outside a run, before its queries have run.
    struct Sight {
        Run run;
        RenderInput input;
        std::vector<Binding> bindings;
    };
    Result<Sight> look(const control::PictureRequest& request);
    struct FileWish {
        const std::string& format;
        control::PagesWanted pages = control::PagesWanted::all;
    };
    Result<control::RenderedFile> draw(const RenderInput& input, const Run& run, const FileWish& wish,
                                       const Deadline& deadline);
    // Runs those queries, for the rows of `security`, into memory; one that fails is a failed outcome.
    struct Asked {
        const std::vector<const Query*>& queries;
        const std::vector<Binding>& bindings;
        const std::optional<SecurityContext>& security;
    };
    void fill_results(RenderInput& input, const Run& run, const Asked& asked, const Deadline& deadline);
    Result<control::QueryAnswer> answer(const ScopedQuery& query, const QueryLimits& limits,
                                        const Deadline& deadline);
    // Name and current theme.
    Result<WorkspaceFacts> workspace(std::int64_t workspace_id);

    ObjectStore& objects_;
    SourcePool& sources_;
    db::Database& database_;
    const Clock& clock_;
    InteractiveConfig config_;
    std::counting_semaphore<InteractiveConfig::kMostSlots> slots_;
};

} // namespace presstime::run
