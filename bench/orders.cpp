#include "orders.hpp"

#include "base/text.hpp"
#include "bench.hpp"
#include "platform/objects/object_store.hpp"
#include "platform/objects/result_file.hpp"
#include "renderer/renderer.hpp"
#include "source/duckdb_library.hpp"
#include "source/source.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace presstime::bench {
namespace fs = std::filesystem;

namespace {

constexpr const char* kQuery = "SELECT * FROM orders";
constexpr const char* kMake =
    "CREATE TABLE orders AS SELECT range AS id, 'customer ' || (hash(range) % 50000) AS customer, "
    "['North', 'South, east', 'West', 'Zürich'][1 + (hash(range * 7) % 4)::INT] AS region, "
    "(hash(range * 3) % 900) AS quantity, ((hash(range * 5) % 10000000) / 100)::DECIMAL(12,2) AS total, "
    "(hash(range * 11) % 1000003) / 1000.0::DOUBLE AS weight, DATE '2020-01-01' + (range % 2000)::INT AS "
    "day, "
    "TIMESTAMP '2020-01-01 00:00:00' + to_seconds(range * 61) AS at_time FROM range(1000000)";

class FileSink final : public ByteSink {
public:
    explicit FileSink(const fs::path& path) : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600))
    {
    }
    ~FileSink() override { ::close(file_); }
    Result<> write(std::string_view bytes) override
    {
        while (!bytes.empty()) {
            ssize_t written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0)
                return fail(Error::retry("write failed"));
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

private:
    int file_;
};

} // namespace

void run_statement(const fs::path& folder, int threads, const std::string& sql, Sample& sample)
{
    const DuckdbApi& api = *must(duckdb_api(), "library");
    DuckdbConfig config(api);
    api.create_config(config.out());
    api.set_config(config.get(), "threads", std::to_string(threads).c_str());
    DuckdbDatabase opened(api);
    DuckdbConnection connection(api);
    if (api.open_ext((folder / "orders.duckdb").c_str(), opened.out(), config.get(), nullptr) ==
            DuckDBError ||
        api.connect(opened.get(), connection.out()) == DuckDBError)
        must(Result<>(fail(Error::give_up("DuckDB cannot open"))), "open");
    auto start = std::chrono::steady_clock::now();
    double cpu = cpu_seconds();
    DuckdbResult result(api);
    if (api.query(connection.get(), sql.c_str(), result.out()) == DuckDBError)
        must(Result<>(fail(Error::give_up(api.result_error(result.out())))), "query");
    sample.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    sample.cpu_seconds = cpu_seconds() - cpu;
}

void make_orders(const fs::path& folder)
{
    Sample ignored;
    run_statement(folder, 2, kMake, ignored);
}

namespace {

std::unique_ptr<Source> open_orders(const fs::path& folder, int threads)
{
    SourceContext context;
    context.data_folder = folder;
    context.allowed_roots = {folder};
    context.temp_folder = folder;
    const SourcePlugin* plugin = must(find_source_plugin("duckdb", ""), "source");
    return must(plugin->open({{"path", "orders.duckdb"}, {"threads", std::to_string(threads)}}, context),
                "open");
}

void store_result(BatchReader& reader, ObjectStore& objects)
{
    auto object = must(objects.create("result"), "object");
    auto writer = must(make_result_writer(*object, reader.columns()), "writer");
    Batch batch;
    while (must(reader.next(batch), "rows"))
        must(writer->append(batch), "append");
    must(writer->finish(reader.completeness()), "finish");
    must(object->commit(), "commit");
}

} // namespace

void export_orders(const fs::path& folder, const Export& what, Sample& sample)
{
    const bool earlier = what.by == By::earlier_result;
    const std::unique_ptr<Source> source = earlier ? nullptr : open_orders(folder, what.threads);
    const auto objects = make_file_object_store(folder / "objects");
    const Deadline deadline = Deadline::after(std::chrono::minutes(10));

    const auto start = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    if (what.by == By::stored_result)
        store_result(*must(source->query(kQuery, {}, {}, deadline), "query"), *objects);
    QueryOutcome outcome;
    outcome.open = [&]() -> Result<std::unique_ptr<BatchReader>> {
        if (what.by == By::query)
            return source->query(kQuery, {}, {}, deadline);
        return open_result_file(folder / "objects" / "result");
    };
    RenderInput input;
    Widget widget;
    widget.kind = WidgetKind::table;
    widget.query = "orders";
    input.dashboard.widgets = {widget};
    input.results["orders"] = outcome;
    FileSink sink(folder / ("ours." + what.format));
    const RenderSummary summary = must(
        must(find_renderer_plugin(what.format, ""), "format")->render(input, {}, sink, deadline), "render");
    if (summary.rows != 1'000'000)
        must(Result<>(fail(Error::give_up("rows are missing"))), "render");
    sample.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    sample.cpu_seconds = cpu_seconds() - cpu;
}

std::string this_program()
{
    return fs::read_symlink("/proc/self/exe").string();
}

Sample measure_apart(const std::string& command, const std::string& variant, const fs::path& folder)
{
    const std::string whole = fmt::format("{} {} '{}'", command, variant, folder.string());
    Sample sample;
    FILE* pipe = ::popen(whole.c_str(), "r");
    const bool read = pipe != nullptr && std::fscanf(pipe, "%lf %lf %ld", &sample.seconds,
                                                     &sample.cpu_seconds, &sample.peak_kib) == 3;
    if (pipe == nullptr || ::pclose(pipe) != 0 || !read)
        must(Result<>(fail(Error::give_up("the measurement failed"))), variant.c_str());
    return sample;
}

ScratchFolder::ScratchFolder()
{
    std::string name = (fs::temp_directory_path() / "presstime-bench-XXXXXX").string();
    path_ = fs::canonical(::mkdtemp(name.data()));
}

ScratchFolder::~ScratchFolder()
{
    if (std::getenv("KEEP") == nullptr)
        fs::remove_all(path_);
    else
        fmt::print("{}\n", path_.string());
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

namespace {

template <typename Field>
double median_of(const std::vector<Sample>& samples, Field Sample::* field)
{
    std::vector<double> values;
    for (const Sample& sample : samples)
        values.push_back(static_cast<double>(sample.*field));
    return median(std::move(values));
}

} // namespace

double median_seconds(const std::vector<Sample>& samples)
{
    return median_of(samples, &Sample::seconds);
}

double median_cpu(const std::vector<Sample>& samples)
{
    return median_of(samples, &Sample::cpu_seconds);
}

double median_peak_mib(const std::vector<Sample>& samples)
{
    return median_of(samples, &Sample::peak_kib) / 1024;
}

} // namespace presstime::bench
