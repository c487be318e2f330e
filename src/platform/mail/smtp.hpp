// One SMTP transaction for one recipient (RFC 5321) by libcurl: stored bytes in, a decided outcome out. It
// composes nothing and retries nothing.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "model/delivery.hpp"
#include "model/enum_words.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace presstime {
namespace mail {

enum class SmtpSecurity {
    none,
    starttls, // required, not tried
    tls,      // from the first byte
};

} // namespace mail

template <>
inline constexpr Words<3> kEnumWords<mail::SmtpSecurity>{"none", "starttls", "tls"};

} // namespace presstime

namespace presstime::mail {

struct SmtpServer {
    std::string host;
    std::uint16_t port = 587;
    SmtpSecurity security = SmtpSecurity::starttls;
    std::string user; // empty = no authentication
    std::string password;
    std::string helo = "localhost";
    std::string ca_file; // PEM; empty = the system's store
    std::chrono::seconds connect_timeout{30};
    // One reply before the final dot (RFC 5321 section 4.5.3.2 wants 5 minutes), and the one after it, where
    // giving up early makes duplicates (section 4.5.3.2.6 wants 10).
    std::chrono::seconds reply_timeout{300};
    std::chrono::seconds final_reply_timeout{600};
};

// `invalid("<prefix>.<name>")` for a bad host or HELO name, a bad CA file, half a pair of user and password,
// or a password that would cross the network in the clear.
Result<> check_smtp_server(const SmtpServer& server, std::string_view prefix);

// What is seen of the dialogue. `said` is each line this side sends before the message, those of a login too.
enum class SmtpSign { said, heard, tls_began };

struct SmtpTransaction {
    std::string sender; // envelope addresses, bare
    std::string recipient;
    std::filesystem::path message_path; // composed bytes: CRLF line ends, no dot-stuffing
    std::int64_t message_bytes = 0;
    // Called once, right before the end of the message leaves, after which the server may take
    // responsibility. An error breaks the transaction off there: the server then drops what it has.
    std::function<Result<>()> before_commit_point;
    // Called for each sign of the dialogue while it is held; may be empty. See smtp_steps.hpp.
    std::function<void(SmtpSign, std::string_view line)> on_dialogue = {};
};

struct SmtpOutcome {
    // accepted: 2xx after the dot. rejected: 5xx to MAIL, RCPT, DATA or the dot. unknown: the answer to the
    // dot is missing. deferred: everything else; nothing was accepted.
    AttemptOutcome outcome = AttemptOutcome::deferred;
    int reply_code = 0; // of the deciding reply; 0 = none came
    std::string reply;  // its text, lines joined by "\n", as received, at most 4 KiB
    std::string peer;   // "203.0.113.9:587"
    std::int64_t bytes_sent = 0;
    std::chrono::microseconds latency{0};
    Error error; // when not accepted: one sentence, with the mend where there is one
};

// Blocks until the outcome is seen or `deadline` passes.
SmtpOutcome send_mail(const SmtpServer& server, const SmtpTransaction& transaction, const Deadline& deadline);

} // namespace presstime::mail
