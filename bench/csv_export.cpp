// 1,000,000 rows of 8 columns from a DuckDB file to a CSV file: through Source and the CSV renderer (and once
// more by way of a stored result, as a run does it), beside DuckDB's own COPY of the same library. Each
// measurement is a process of its own, so that its peak memory is its own; variants are interleaved round by
// round.
#include "base/text.hpp"
#include "platform/objects/object_store.hpp"
#include "platform/objects/result_file.hpp"
#include "renderer/renderer.hpp"
#include "source/duckdb_library.hpp"
#include "source/source.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace presstime;
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

template <typename T>
T must(Result<T> result, const char* what)
{
    if (!result) {
        fmt::print(stderr, "{}: {} {}\n", what, result.error().message, result.error().context);
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

struct Sample {
    double seconds = 0;
    double cpu_seconds = 0;
    std::int64_t peak_kib = 0;
};

double cpu_seconds()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// VmHWM of this process; getrusage's maximum would be inherited from the parent across fork.
std::int64_t peak_kib()
{
    std::int64_t peak = 0;
    if (FILE* status = std::fopen("/proc/self/status", "r")) {
        char line[256];
        while (std::fgets(line, sizeof line, status) != nullptr) {
            if (std::sscanf(line, "VmHWM: %ld", &peak) == 1)
                break;
        }
        std::fclose(status);
    }
    return peak;
}

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

void run_statement(const fs::path& database, int threads, const std::string& sql, Sample& sample)
{
    const DuckdbApi& api = *must(duckdb_api(), "library");
    DuckdbConfig config(api);
    api.create_config(config.out());
    api.set_config(config.get(), "threads", std::to_string(threads).c_str());
    DuckdbDatabase opened(api);
    DuckdbConnection connection(api);
    if (api.open_ext(database.c_str(), opened.out(), config.get(), nullptr) == DuckDBError ||
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

void export_ours(const fs::path& folder, int threads, bool by_stored_result, Sample& sample)
{
    SourceContext context;
    context.data_folder = folder;
    context.allowed_roots = {folder};
    context.temp_folder = folder;
    const SourcePlugin* plugin = must(find_source_plugin("duckdb", ""), "source");
    auto source = must(
        plugin->open({{"path", "orders.duckdb"}, {"threads", std::to_string(threads)}}, context), "open");
    auto objects = make_file_object_store(folder / "objects");
    Deadline deadline = Deadline::after(std::chrono::minutes(10));

    auto start = std::chrono::steady_clock::now();
    double cpu = cpu_seconds();
    QueryOutcome outcome;
    outcome.open = [&] { return source->query(kQuery, {}, {}, deadline); };
    if (by_stored_result) {
        auto reader = must(outcome.open(), "query");
        auto object = must(objects->create("result"), "object");
        auto writer = must(make_result_writer(*object, reader->columns()), "writer");
        Batch batch;
        while (must(reader->next(batch), "rows"))
            must(writer->append(batch), "append");
        must(writer->finish(reader->completeness()), "finish");
        must(object->commit(), "commit");
        outcome.open = [&] { return open_result_file(folder / "objects" / "result"); };
    }
    RenderInput input;
    Widget widget;
    widget.kind = WidgetKind::table;
    widget.query = "orders";
    input.dashboard.widgets = {widget};
    input.results["orders"] = outcome;
    FileSink sink(folder / "ours.csv");
    RenderSummary summary =
        must(must(find_renderer_plugin("csv", ""), "csv")->render(input, {}, sink, deadline), "render");
    if (summary.rows != 1'000'000)
        must(Result<>(fail(Error::give_up("rows are missing"))), "render");
    sample.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    sample.cpu_seconds = cpu_seconds() - cpu;
}

Sample measure(const std::string& variant, const fs::path& folder)
{
    Sample sample;
    fs::path database = folder / "orders.duckdb";
    int threads = variant.ends_with('1') ? 1 : 2;
    if (variant == "make")
        run_statement(database, 2, kMake, sample);
    else if (variant.starts_with("copy"))
        run_statement(
            database, threads,
            fmt::format("COPY (SELECT * FROM orders) TO '{}' (HEADER)", (folder / "copy.csv").string()),
            sample);
    else
        export_ours(folder, threads, variant.starts_with("stored"), sample);
    sample.peak_kib = peak_kib();
    return sample;
}

// The measurement in a fresh process of this same program.
Sample measure_apart(const std::string& variant, const fs::path& folder)
{
    std::string command =
        fmt::format("'{}' {} '{}'", fs::read_symlink("/proc/self/exe").string(), variant, folder.string());
    Sample sample;
    FILE* pipe = ::popen(command.c_str(), "r");
    bool read = pipe != nullptr &&
                std::fscanf(pipe, "%lf %lf %ld", &sample.seconds, &sample.cpu_seconds, &sample.peak_kib) == 3;
    if (pipe == nullptr || ::pclose(pipe) != 0 || !read)
        must(Result<>(fail(Error::give_up("the measurement failed"))), variant.c_str());
    return sample;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print_table(const std::vector<std::pair<std::string, std::vector<Sample>>>& results)
{
    auto pick = [&](const std::string& variant, auto field) {
        std::vector<double> values;
        for (const auto& [name, samples] : results) {
            for (const Sample& sample : samples) {
                if (name == variant)
                    values.push_back(static_cast<double>(sample.*field));
            }
        }
        return median(values);
    };
    fmt::print("{:<28} {:>9} {:>9} {:>9} {:>14} {:>14}\n", "1,000,000 x 8 to CSV", "seconds", "cpu s",
               "peak MB", "vs COPY 1 thr", "vs COPY 2 thr");
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"copy1", "DuckDB COPY, 1 thread"},      {"copy2", "DuckDB COPY, 2 threads"},
        {"ours1", "presstime, 1 thread"},        {"ours2", "presstime, 2 threads"},
        {"stored2", "presstime, result stored"},
    };
    for (const auto& [variant, label] : rows) {
        double seconds = pick(variant, &Sample::seconds);
        fmt::print("{:<28} {:>9.3f} {:>9.3f} {:>9.0f} {:>13.2f}x {:>13.2f}x\n", label, seconds,
                   pick(variant, &Sample::cpu_seconds), pick(variant, &Sample::peak_kib) / 1024,
                   pick("copy1", &Sample::seconds) / seconds, pick("copy2", &Sample::seconds) / seconds);
    }
}

} // namespace

int main(int count, char** arguments)
{
    if (count == 3) {
        Sample sample = measure(arguments[1], arguments[2]);
        fmt::print("{} {} {}\n", sample.seconds, sample.cpu_seconds, sample.peak_kib);
        return 0;
    }
    int rounds = count == 2 ? static_cast<int>(parse_int(arguments[1]).value_or(5)) : 5;
    std::string name = (fs::temp_directory_path() / "presstime-bench-XXXXXX").string();
    fs::path folder = fs::canonical(::mkdtemp(name.data()));
    measure_apart("make", folder);
    std::vector<std::pair<std::string, std::vector<Sample>>> results;
    for (const char* variant : {"ours1", "copy1", "ours2", "copy2", "stored2"})
        results.emplace_back(variant, std::vector<Sample>{});
    for (int round = 0; round < rounds; ++round) {
        for (auto& [variant, samples] : results)
            samples.push_back(measure_apart(variant, folder));
    }
    print_table(results);
    fmt::print("file: {} by presstime, {} by COPY; medians of {} interleaved rounds\n",
               format_bytes(fs::file_size(folder / "ours.csv")),
               format_bytes(fs::file_size(folder / "copy.csv")), rounds);
    if (std::getenv("KEEP") == nullptr)
        fs::remove_all(folder);
    else
        fmt::print("{}\n", folder.string());
    return 0;
}
