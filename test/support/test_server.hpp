// The real servers of test/servers as seen from a test:
// started on a free port, with a ledger of what they took.
#pragma once

#include "support/child_process.hpp"

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace presstime::test {

// One thing a server took, as its ledger tells it. Fields that do not apply are empty.
struct LedgerEntry {
    std::string from; // SMTP
    std::vector<std::string> to;
    std::string message_id; // SMTP, without <>
    std::string user;       // SMTP, when authenticated
    bool tls = false;
    std::string method; // HTTP
    std::string path;
    std::map<std::string, std::string> headers; // names in lower case
    std::string sha256;                         // of the message or body, hex
    std::int64_t bytes = 0;
    bool answered = true; // false: taken, but the answer was withheld
};

// A folder of the test's own, removed with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();
    const std::filesystem::path& path() const { return path_; }
    // Writes a file and returns its path.
    std::filesystem::path write(const std::string& name, std::string_view bytes) const;

private:
    std::filesystem::path path_;
};

class TestServer {
public:
    // `script` is a file of test/servers ("smtp_server.mjs"); `settings` become its environment. Throws
    // std::runtime_error when it does not start: a test cannot go on without it.
    TestServer(const std::string& script, std::map<std::string, std::string> settings = {});

    int port() const { return port_; }
    const std::string& ca_file() const { return ca_file_; } // empty without TLS
    std::vector<LedgerEntry> ledger() const;
    ChildProcess& process() { return process_; }

private:
    TemporaryFolder folder_;
    ChildProcess process_;
    int port_ = 0;
    std::string ca_file_;
};

} // namespace presstime::test
