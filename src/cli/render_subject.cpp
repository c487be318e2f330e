// The documents around a file are read one by one; one that cannot be read stands in the way only when a
// connection is missing that it might have held.
#include "cli/render_subject.hpp"

#include "base/text.hpp"
#include "cli/documents.hpp"
#include "codec/document.hpp"
#include "platform/canvas/image.hpp"
#include "stage/query.hpp"
#include "store/connection_store.hpp"
#include "store/dashboard_store.hpp"
#include "store/dataset_store.hpp"
#include "store/store.hpp"
#include "store/theme_store.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace presstime::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxFilesBeside = 1'000;

// The documents that lie in a folder itself; none when there is no such folder.
std::vector<fs::path> documents_in(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        const std::string extension = entry->path().extension().string();
        if (extension == ".yaml" || extension == ".yml")
            files.push_back(entry->path());
        if (files.size() == kMaxFilesBeside)
            break;
    }
    std::ranges::sort(files);
    return files;
}

std::set<std::string> connections_used(const Dashboard& dashboard)
{
    std::set<std::string> names;
    for (const Query* query : stage::queries_shown(dashboard))
        names.insert(query->connection);
    return names;
}

// Reads folders until every wanted connection is found.
class ConnectionSearch {
public:
    explicit ConnectionSearch(std::set<std::string> wanted) : missing_(std::move(wanted)) {}

    // A path on the command line: of a kind that its ending tells.
    void give(const std::string& name, const std::string& path)
    {
        const std::string extension = fs::path(path).extension().string();
        const bool sqlite = extension == ".sqlite" || extension == ".sqlite3" || extension == ".db";
        Connection connection;
        connection.name = name;
        connection.kind = sqlite ? "sqlite" : "duckdb";
        connection.options["path"] = fs::absolute(path).string();
        offer(std::move(connection));
    }

    void offer(Connection connection)
    {
        if (missing_.erase(connection.name) != 0)
            found_.push_back(std::move(connection));
    }

    void look_in(const fs::path& folder)
    {
        for (const fs::path& file : documents_in(folder)) {
            if (missing_.empty())
                return;
            if (Result<> looked = look_at(file); !looked && !obstacle_)
                obstacle_ = in_file(std::move(looked).error(), file);
        }
    }

    Result<std::vector<Connection>> take(const fs::path& file)
    {
        if (missing_.empty())
            return std::move(found_);
        std::string message = fmt::format(
            "{}: there is no connection \"{}\" in the files beside it; add one (kind: connection), or give "
            "--connection {}=PATH",
            file.string(), *missing_.begin(), *missing_.begin());
        if (obstacle_)
            message += fmt::format(" ({})", obstacle_->message);
        return fail(Error::not_found(std::move(message)));
    }

private:
    Result<> look_at(const fs::path& file)
    {
        const Document document = TRY(read_document(file));
        if (document.kind != "connection" || !missing_.contains(document.name))
            return {};
        offer(TRY(codec::connection_from_json(document.json)));
        return {};
    }

    std::set<std::string> missing_;
    std::vector<Connection> found_;
    std::optional<Error> obstacle_;
};

Result<Dashboard> read_dashboard(const fs::path& file)
{
    Result<Document> document = read_document(file);
    if (!document)
        return fail(in_file(std::move(document).error(), file));
    if (document->kind != "dashboard")
        return fail(Error::invalid(
            "kind", fmt::format("{}: holds a {}, not a dashboard", file.string(), document->kind)));
    Result<Dashboard> dashboard = codec::dashboard_from_json(document->json);
    if (!dashboard)
        return fail(in_file(std::move(dashboard).error(), file));
    return dashboard;
}

Result<RenderSubject> load_file(const fs::path& file, const std::map<std::string, std::string>& given)
{
    RenderSubject subject;
    subject.dashboard = TRY(read_dashboard(file));
    const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
    const bool exported = folder.filename() == "dashboards";
    ConnectionSearch search(connections_used(subject.dashboard));
    for (const auto& [name, path] : given)
        search.give(name, path);
    search.look_in(folder);
    search.look_in(folder / "connections");
    if (exported) {
        search.look_in(folder.parent_path() / "connections");
        search.look_in(folder.parent_path());
    }
    subject.connections = TRY(search.take(file));
    subject.data_folder = exported ? folder.parent_path() / "data" : folder;
    subject.roots = {exported ? folder.parent_path() : folder};
    return subject;
}

Result<RenderSubject> load_stored(const std::string& id, const std::map<std::string, std::string>& given,
                                  const RenderSettings& settings)
{
    constexpr std::int64_t kWorkspace = 1;
    const auto database = TRY(store::open_to_read(settings.data_dir));
    RenderSubject subject;
    std::vector<Connection> stored;
    const Result<> read = database->read([&](db::Session& session) -> Result<> {
        const store::DashboardRecord record = TRY(store::get_dashboard(session, kWorkspace, id));
        subject.dashboard =
            record.published_version ? TRY(store::get_published(session, kWorkspace, id)) : record.draft;
        subject.dashboard.datasets =
            TRY(store::datasets_in_reach(session, kWorkspace, subject.dashboard.datasets));
        if (const auto theme = TRY(store::find_theme(session, kWorkspace)))
            subject.theme = theme->theme;
        stored.clear();
        for (store::ConnectionRecord& each : TRY(store::list_connections(session, kWorkspace)))
            stored.push_back(std::move(each.connection));
        return {};
    });
    database->close();
    TRY(read);
    ConnectionSearch search(connections_used(subject.dashboard));
    for (const auto& [name, path] : given)
        search.give(name, path);
    for (Connection& connection : stored)
        search.offer(std::move(connection));
    subject.connections = TRY(search.take(id));
    subject.data_folder = settings.sources.data_folder;
    subject.roots = settings.sources.allowed_roots;
    return subject;
}

} // namespace

Result<WorkspaceTheme> load_theme(const fs::path& file)
{
    Result<Document> document = read_document(file);
    if (document && document->kind != "theme")
        document = fail(Error::invalid("kind", fmt::format("must be theme, not {}", document->kind)));
    if (!document)
        return fail(in_file(std::move(document).error(), file));
    Result<WorkspaceTheme> theme = codec::theme_from_json(document->json);
    if (!theme)
        return fail(in_file(std::move(theme).error(), file));
    if (const auto logo = read_data_uri(theme->logo); !theme->logo.empty() && !logo)
        return fail(in_file(Error::invalid("logo", logo.error().message), file));
    return theme;
}

Result<RenderSubject> load_subject(const std::string& wanted, const std::map<std::string, std::string>& given,
                                   const RenderSettings& settings)
{
    std::error_code error;
    const bool file = fs::is_regular_file(wanted, error);
    if (!file && !wanted.starts_with("dash_"))
        return fail(Error::not_found(
            fmt::format("there is no file {}, and a dashboard's id begins with dash_", wanted)));
    RenderSubject subject = file ? TRY(load_file(wanted, given)) : TRY(load_stored(wanted, given, settings));
    for (const auto& [name, path] : given)
        subject.roots.push_back(fs::absolute(path));
    return subject;
}

} // namespace presstime::cli
