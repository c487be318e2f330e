// The transaction by libcurl. Replies come by its header callback; the end of the message passes through the
// read callback, which is where the commit point lies. libcurl does the dot-stuffing and the final dot.
#include "platform/mail/smtp.hpp"

#include "base/text.hpp"
#include "platform/http/curl_handle.hpp"
#include "platform/http/stored_file.hpp"
#include "platform/mail/mail_address.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

namespace presstime::mail {

namespace {

using http::CurlHandle;
using http::CurlList;

constexpr std::size_t kReplyKeepLimit = 4UL * 1024;
// How long the server may take to answer QUIT once the outcome is known.
constexpr std::chrono::seconds kFarewellTimeout{10};

struct Reply {
    int code = 0;
    std::string text;
};

struct Transfer {
    const SmtpServer& server;
    const SmtpTransaction& transaction;
    CURL* curl;
    http::StoredFile message;
    std::int64_t sent = 0;
    char last = '\0';             // last byte sent, to see line ends across pieces
    bool committed = false;       // before_commit_point has agreed
    std::optional<Error> stopped; // set when the read callback ended the transfer
    bool refused_bytes = false;   // the message itself is at fault
    std::string pending;          // lines of a reply that is not complete yet
    Reply reply;                  // the last complete one
    std::optional<Reply> verdict; // the first reply after the commit point
};

// RFC 5321 section 2.3.8: CR and LF only as a pair. A bare one is how mails are smuggled.
bool has_bare_line_end(std::string_view bytes, char before)
{
    for (char c : bytes) {
        if ((c == '\n') != (before == '\r'))
            return true;
        before = c;
    }
    return false;
}

void set_reply_timeout(Transfer& transfer, std::chrono::seconds timeout)
{
    curl_easy_setopt(transfer.curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(timeout.count()));
}

// libcurl would say QUIT in the middle of the message and wait for an answer that cannot come, so the
// connection is shut first.
std::size_t stop(Transfer& transfer, Error error)
{
    transfer.stopped = std::move(error);
    curl_socket_t connection = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(transfer.curl, CURLINFO_ACTIVESOCKET, &connection) == CURLE_OK)
        shutdown(connection, SHUT_RDWR);
    return CURL_READFUNC_ABORT;
}

std::optional<Error> pass_commit_point(Transfer& transfer)
{
    if (transfer.last != '\n') {
        transfer.refused_bytes = true;
        return Error::give_up("the stored message does not end with a line end; compose it again");
    }
    if (transfer.transaction.before_commit_point)
        if (auto agreed = transfer.transaction.before_commit_point(); !agreed)
            return agreed.error();
    transfer.committed = true;
    set_reply_timeout(transfer, transfer.server.final_reply_timeout);
    return std::nullopt;
}

// The size is not declared: libcurl would end the message once it has written that many bytes, and it counts
// the dots it doubles, so a line that begins with a dot would cut the end off. Asked for more than there is,
// the commit point is passed before the end is told.
std::size_t read_message(char* buffer, std::size_t size, std::size_t count, void* user)
{
    auto& transfer = *static_cast<Transfer*>(user);
    const std::int64_t left = transfer.transaction.message_bytes - transfer.sent;
    if (left <= 0) {
        if (!transfer.committed)
            if (auto error = pass_commit_point(transfer))
                return stop(transfer, std::move(*error));
        return 0;
    }
    const std::size_t wanted = std::min(size * count, static_cast<std::size_t>(left));
    if (std::fread(buffer, 1, wanted, transfer.message.get()) != wanted)
        return stop(transfer, Error::give_up("the stored message became shorter while it was sent"));
    if (has_bare_line_end(std::string_view(buffer, wanted), transfer.last)) {
        transfer.refused_bytes = true;
        return stop(transfer, Error::give_up("the stored message has a bare CR or LF; compose it again"));
    }
    transfer.last = buffer[wanted - 1];
    transfer.sent += static_cast<std::int64_t>(wanted);
    return wanted;
}

void take_reply(Transfer& transfer, Reply reply)
{
    constexpr int kGoodbye = 221;
    if (reply.code == kGoodbye)
        return;
    transfer.reply = std::move(reply);
    if (transfer.committed && !transfer.verdict)
        transfer.verdict = transfer.reply;
    bool over = transfer.verdict || transfer.reply.code >= 400;
    set_reply_timeout(transfer, over ? kFarewellTimeout : transfer.server.reply_timeout);
}

// One call per reply line: "250-text" continues, "250 text" ends.
std::size_t take_reply_line(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& transfer = *static_cast<Transfer*>(user);
    std::string_view line = trim(std::string_view(data, size * count));
    auto code = parse_int(line.substr(0, 3));
    if (!code)
        return size * count;
    bool continues = line.size() > 3 && line[3] == '-';
    std::string_view text = line.size() > 4 ? line.substr(4) : std::string_view{};
    if (!transfer.pending.empty())
        transfer.pending += '\n';
    transfer.pending += text.substr(0, kReplyKeepLimit - std::min(kReplyKeepLimit, transfer.pending.size()));
    if (continues)
        return size * count;
    take_reply(transfer, Reply{static_cast<int>(*code), std::exchange(transfer.pending, {})});
    return size * count;
}

// The error sentence quotes the server's first line.
std::string quote(const Reply& reply)
{
    std::string_view first = std::string_view(reply.text).substr(0, reply.text.find('\n'));
    std::string shown;
    for (char c : repair_utf8(clip_utf8(first, 300)))
        shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    return fmt::format("{} {}", reply.code, shown);
}

bool is_authentication_code(int code)
{
    return code == 530 || code == 534 || code == 535 || code == 538;
}

SmtpOutcome judge_verdict(const SmtpServer& server, const Reply& reply)
{
    SmtpOutcome outcome{.reply_code = reply.code, .reply = reply.text};
    if (reply.code / 100 == 2) {
        outcome.outcome = AttemptOutcome::accepted;
    } else if (reply.code / 100 == 5) {
        outcome.outcome = AttemptOutcome::rejected;
        outcome.error = Error::give_up(fmt::format("{} refused the message: {}", server.host, quote(reply)));
    } else if (reply.code / 100 == 4) {
        outcome.error =
            Error::retry(fmt::format("{} did not take the message: {}", server.host, quote(reply)));
    } else {
        outcome.outcome = AttemptOutcome::unknown;
        outcome.error = Error::retry(
            fmt::format("{} gave an answer that decides nothing: {}", server.host, quote(reply)));
    }
    return outcome;
}

// The transaction ended before the commit point, by a reply of the server or by the connection.
SmtpOutcome judge_early_end(const Transfer& transfer, CURLcode code)
{
    const SmtpServer& server = transfer.server;
    const Reply& reply = transfer.reply;
    SmtpOutcome outcome;
    if (reply.code >= 400)
        outcome = SmtpOutcome{.reply_code = reply.code, .reply = reply.text};
    if (code == CURLE_LOGIN_DENIED || is_authentication_code(reply.code)) {
        std::string_view mend = server.user.empty() ? "set user and password" : "check user and password";
        outcome.error =
            Error::retry(fmt::format("{} wants a valid login ({}); {}", server.host,
                                     reply.code >= 400 ? quote(reply) : "no common method", mend));
    } else if (code == CURLE_USE_SSL_FAILED) {
        outcome.error = Error::retry(fmt::format(
            "{} does not offer STARTTLS; set security to tls, or to none on a trusted network", server.host));
    } else if (code == CURLE_SEND_ERROR && reply.code / 100 == 5) {
        // libcurl answers so for MAIL, RCPT and DATA alone.
        outcome.outcome = AttemptOutcome::rejected;
        outcome.error = Error::give_up(
            fmt::format("{} refused {}: {}", server.host, transfer.transaction.recipient, quote(reply)));
    } else if (reply.code >= 400) {
        outcome.error = Error::retry(
            fmt::format("{} put {} off: {}", server.host, transfer.transaction.recipient, quote(reply)));
    } else {
        // The server is the operator's own: what the system said helps to mend it.
        const std::string detail =
            code == CURLE_COULDNT_CONNECT ? ": " + http::failure_detail(transfer.curl, code) : std::string();
        outcome.error = Error::retry(http::describe_curl_failure(transfer.curl, code, server.host) + detail);
    }
    return outcome;
}

SmtpOutcome judge(const Transfer& transfer, CURLcode code)
{
    if (transfer.verdict)
        return judge_verdict(transfer.server, *transfer.verdict);
    if (transfer.committed) {
        SmtpOutcome outcome{.outcome = AttemptOutcome::unknown};
        outcome.error = Error::retry(
            fmt::format("the message was sent to {}, but its answer did not come: {}", transfer.server.host,
                        http::describe_curl_failure(transfer.curl, code, transfer.server.host)));
        return outcome;
    }
    if (transfer.stopped) {
        SmtpOutcome outcome{.error = *transfer.stopped};
        if (transfer.refused_bytes)
            outcome.outcome = AttemptOutcome::rejected;
        return outcome;
    }
    return judge_early_end(transfer, code);
}

std::string url_of(const SmtpServer& server)
{
    std::string_view scheme = server.security == SmtpSecurity::tls ? "smtps" : "smtp";
    bool v6 = server.host.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}/{}", scheme, v6 ? "[" : "", server.host, v6 ? "]" : "", server.port,
                       server.helo);
}

void set_server(CURL* curl, const SmtpServer& server)
{
    curl_easy_setopt(curl, CURLOPT_URL, url_of(server).c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(server.connect_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(server.reply_timeout.count()));
    bool encrypt = server.security != SmtpSecurity::none;
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(encrypt ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    http::require_verified_tls(curl, server.ca_file);
    if (!server.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.c_str());
    }
}

void set_transfer(CURL* curl, Transfer& transfer)
{
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
    curl_easy_setopt(curl, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_reply_line);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
}

int tell_dialogue(CURL*, curl_infotype type, char* data, std::size_t size, void* user)
{
    const SmtpTransaction& transaction = static_cast<const Transfer*>(user)->transaction;
    const std::string_view line(data, size);
    if (type == CURLINFO_HEADER_OUT)
        transaction.on_dialogue(SmtpSign::said, line);
    else if (type == CURLINFO_HEADER_IN)
        transaction.on_dialogue(SmtpSign::heard, line);
    else if (type == CURLINFO_SSL_DATA_OUT)
        transaction.on_dialogue(SmtpSign::tls_began, {});
    return 0;
}

void set_dialogue(CURL* curl, Transfer& transfer)
{
    if (!transfer.transaction.on_dialogue)
        return;
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, tell_dialogue);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &transfer);
}

Result<SmtpOutcome> transact(const SmtpServer& server, const SmtpTransaction& transaction,
                             const Deadline& deadline)
{
    TRY(check_mail_address(transaction.sender, "from"));
    TRY(check_mail_address(transaction.recipient, "recipient"));
    if (transaction.message_bytes <= 0)
        return fail(Error::give_up("the stored message is empty; compose it again"));
    if (deadline.expired())
        return fail(Error::retry(fmt::format("no time was left to reach {}", server.host)));
    auto message = TRY(http::open_stored_file(transaction.message_path, transaction.message_bytes));
    CurlHandle curl = http::make_curl_handle(deadline);
    Transfer transfer{server, transaction, curl.get(), std::move(message)};
    std::string sender = fmt::format("<{}>", transaction.sender);
    CurlList recipients;
    append(recipients, fmt::format("<{}>", transaction.recipient));
    char detail[CURL_ERROR_SIZE] = {};
    curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, detail);
    set_server(curl.get(), server);
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
    set_transfer(curl.get(), transfer);
    set_dialogue(curl.get(), transfer);
    CURLcode code = curl_easy_perform(curl.get());
    SmtpOutcome outcome = judge(transfer, code);
    outcome.peer = http::peer_of(curl.get());
    outcome.bytes_sent = transfer.sent;
    if (outcome.error.context.empty())
        outcome.error.context = detail;
    return outcome;
}

} // namespace

Result<> check_smtp_server(const SmtpServer& server, std::string_view prefix)
{
    auto invalid = [&](std::string_view name, std::string_view fault) {
        std::string field = fmt::format("{}.{}", prefix, name);
        return fail(Error::invalid(field, fmt::format("{} {}", field, fault)));
    };
    auto is_host = [](std::string_view text) {
        return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                   c == '-' || c == ':' || c == '_';
        });
    };
    if (!is_host(server.host))
        return invalid("host", "must be the mail server's host name, such as smtp.example.com");
    if (!is_host(server.helo) || server.helo.find(':') != std::string::npos)
        return invalid("helo", "must be this machine's host name, such as reports.example.com");
    if (server.user.empty() != server.password.empty())
        return invalid(server.user.empty() ? "user" : "password",
                       "is missing; give user and password, or neither");
    if (has_control_characters(server.user) || has_control_characters(server.password))
        return invalid("user", "and password must not hold control characters");
    if (!server.user.empty() && server.security == SmtpSecurity::none)
        return invalid("security", "none would send the password in the clear; use starttls or tls");
    if (!server.ca_file.empty() && access(server.ca_file.c_str(), R_OK) != 0)
        return invalid("ca_file", "cannot be read; name a PEM file");
    return {};
}

SmtpOutcome send_mail(const SmtpServer& server, const SmtpTransaction& transaction, const Deadline& deadline)
{
    auto started = std::chrono::steady_clock::now();
    SmtpOutcome outcome;
    if (auto result = transact(server, transaction, deadline); result) {
        outcome = std::move(*result);
    } else {
        outcome.error = result.error();
        bool final = outcome.error.kind == ErrorKind::invalid || outcome.error.kind == ErrorKind::give_up;
        outcome.outcome = final ? AttemptOutcome::rejected : AttemptOutcome::deferred;
    }
    outcome.latency =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
    return outcome;
}

} // namespace presstime::mail
