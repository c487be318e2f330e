// Starts node with a script and reads its ready line and its ledger, a JSON object a line each.
#include "support/test_server.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace presstime::test {

namespace json = boost::json;

namespace {

constexpr std::chrono::seconds kStartTimeout{30};

std::string text_of(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool flag_of(const json::object& object, std::string_view key, bool otherwise)
{
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_bool() ? value->as_bool() : otherwise;
}

LedgerEntry read_entry(const json::object& object)
{
    LedgerEntry entry;
    entry.from = text_of(object, "from");
    entry.message_id = text_of(object, "message_id");
    entry.user = text_of(object, "user");
    entry.tls = flag_of(object, "tls", false);
    entry.method = text_of(object, "method");
    entry.path = text_of(object, "path");
    entry.sha256 = text_of(object, "sha256");
    entry.answered = flag_of(object, "answered", true);
    if (const json::value* bytes = object.if_contains("bytes"))
        entry.bytes = bytes->to_number<std::int64_t>();
    if (const json::value* to = object.if_contains("to"))
        for (const json::value& address : to->as_array())
            entry.to.emplace_back(address.as_string());
    if (const json::value* headers = object.if_contains("headers"))
        for (const auto& header : headers->as_object())
            entry.headers[std::string(header.key())] = text_of(headers->as_object(), header.key());
    return entry;
}

ChildProcess start_server(const std::string& script, std::map<std::string, std::string> settings,
                          const std::filesystem::path& folder)
{
    settings["LEDGER"] = (folder / "ledger.jsonl").string();
    settings["CERTIFICATES"] = folder.string();
    auto child = ChildProcess::start({"node", PRESSTIME_SOURCE_DIR "/test/servers/" + script}, settings);
    if (!child)
        throw std::runtime_error(child.error().message);
    return std::move(*child);
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "presstime-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no temporary folder for the test");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name, std::string_view bytes) const
{
    std::filesystem::path file = path_ / name;
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

TestServer::TestServer(const std::string& script, std::map<std::string, std::string> settings)
    : process_(start_server(script, std::move(settings), folder_.path()))
{
    auto line = process_.read_line(Deadline::after(kStartTimeout));
    if (!line)
        throw std::runtime_error(script + ": " + line.error().message);
    json::object ready = json::parse(*line).as_object();
    port_ = ready.at("port").to_number<int>();
    ca_file_ = text_of(ready, "ca_file");
}

std::vector<LedgerEntry> TestServer::ledger() const
{
    std::vector<LedgerEntry> entries;
    std::ifstream file(folder_.path() / "ledger.jsonl");
    for (std::string line; std::getline(file, line);)
        entries.push_back(read_entry(json::parse(line).as_object()));
    return entries;
}

} // namespace presstime::test
