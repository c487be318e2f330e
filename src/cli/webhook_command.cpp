// Reads the request and the secret from wherever they are, then hands them to the checker. A secret is never
// printed.
#include "cli/webhook_command.hpp"

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/jwks_check.hpp"
#include "platform/crypto/webhook_check.hpp"

#include <fmt/format.h>

#include <fstream>
#include <istream>
#include <ostream>

namespace presstime::cli {
namespace {

constexpr std::size_t kMaxBody_bytes = std::size_t{256} << 20;
constexpr std::size_t kMaxSmall_bytes = std::size_t{1} << 20; // headers, secrets, keys
constexpr std::int64_t kMaxTolerance_s = 10LL * 366 * 24 * 3600;
constexpr std::string_view kStandardInput = "-";

const std::vector<Flag>& flags()
{
    static const std::vector<Flag> declared{
        {"header", FlagKind::repeated, "'NAME: VALUE'",
         "a header of the request, as often as there are headers"},
        {"headers", FlagKind::value, "FILE",
         "a file of them as they came, one a line; a request line is passed over"},
        {"secret", FlagKind::value, "SECRET",
         "the webhook's secret: whsec_..., whsk_..., whpk_... or your own text; others on this machine may "
         "see it"},
        {"secret-file", FlagKind::value, "FILE", "a file whose first line is the secret"},
        {"secret-stdin", FlagKind::presence, "", "the secret is the first line of standard input"},
        {"jwks", FlagKind::value, "FILE",
         "for a body that is a JWT: the server's keys, as /.well-known/jwks.json gives them; a JWK or PEM "
         "will do"},
        {"tolerance", FlagKind::value, "SECONDS", "how far the request's time may be from now (default 300)"},
        {"at", FlagKind::value, "TIME",
         "judge as of this instant, such as 2025-03-09T07:30:00Z (default now)"},
    };
    return declared;
}

Result<std::string> read_bounded(std::istream& in, std::string_view name, std::size_t limit)
{
    std::string text;
    std::string piece(64 * 1024, '\0');
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        text.append(piece, 0, static_cast<std::size_t>(in.gcount()));
        if (text.size() > limit)
            return fail(Error::give_up(
                fmt::format("{} is longer than {}; give the right file", name, format_bytes(limit))));
    }
    if (in.bad())
        return fail(Error::give_up(fmt::format("{} cannot be read; see its rights", name)));
    return text;
}

Result<std::string> read_file(const std::string& path, std::size_t limit)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Error::give_up(fmt::format("the file {} cannot be read; see its name and rights", path)));
    return read_bounded(file, fmt::format("the file {}", path), limit);
}

std::string first_line(std::string_view text)
{
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return std::string(text);
}

using Headers = std::vector<std::pair<std::string, std::string>>;

// `where` begins the message: "--header" or "headers.txt:3".
Result<> add_header(Headers& headers, std::string_view line, const std::string& where)
{
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos)
        return fail(Error::invalid(
            where, fmt::format("{}: a header is NAME: VALUE, such as webhook-id: msg_1", where)));
    headers.emplace_back(trim(line.substr(0, colon)), trim(line.substr(colon + 1)));
    return {};
}

bool is_request_line(std::string_view line)
{
    return line.find(" HTTP/") != std::string_view::npos || line.starts_with("HTTP/");
}

Result<Headers> read_headers(const Arguments& arguments)
{
    Headers headers;
    for (const std::string& line : arguments.values("header"))
        TRY(add_header(headers, line, "--header"));
    const std::optional<std::string> path = arguments.value("headers");
    if (!path)
        return headers;
    const std::string text = TRY(read_file(*path, kMaxSmall_bytes));
    std::size_t number = 0;
    for (const std::string_view each : split(text, '\n')) {
        const std::string_view line = trim(each);
        ++number;
        if (number == 1 && is_request_line(line))
            continue;
        if (line.empty())
            break; // what follows is a body
        TRY(add_header(headers, line, fmt::format("{}:{}", *path, number)));
    }
    return headers;
}

Result<std::string> read_secret(const Arguments& arguments, std::istream& in)
{
    if (const auto given = arguments.value("secret"))
        return *given;
    if (const auto path = arguments.value("secret-file"))
        return first_line(TRY(read_file(*path, kMaxSmall_bytes)));
    return first_line(TRY(read_bounded(in, "standard input", kMaxSmall_bytes)));
}

std::string body_path(const Arguments& arguments)
{
    return arguments.positionals.empty() ? std::string(kStandardInput) : arguments.positionals.front();
}

// How the words go together; what they name is read later.
Result<> check_words(const Arguments& arguments)
{
    const int keys = static_cast<int>(arguments.value("secret").has_value()) +
                     static_cast<int>(arguments.value("secret-file").has_value()) +
                     static_cast<int>(arguments.has("secret-stdin")) +
                     static_cast<int>(arguments.value("jwks").has_value());
    if (keys != 1)
        return fail(Error::invalid(
            "--secret", "give one of --secret, --secret-file, --secret-stdin and --jwks; see --help"));
    if (arguments.has("secret-stdin") && body_path(arguments) == kStandardInput)
        return fail(
            Error::invalid("--secret-stdin", "--secret-stdin takes standard input; give the body as a FILE"));
    return {};
}

struct Limits {
    Instant now;
    std::chrono::seconds tolerance{300};
};

Result<Limits> read_limits(const Arguments& arguments, const Clock& clock)
{
    Limits limits{clock.now()};
    if (const auto text = arguments.value("tolerance")) {
        const std::optional<std::int64_t> seconds = parse_int(*text);
        if (!seconds || *seconds < 0 || *seconds > kMaxTolerance_s)
            return fail(Error::invalid("--tolerance", "--tolerance: a whole number of seconds, such as 300"));
        limits.tolerance = std::chrono::seconds(*seconds);
    }
    if (const auto text = arguments.value("at")) {
        const Result<Instant> instant = parse_rfc3339(*text);
        if (!instant)
            return fail(Error::invalid("--at", "--at: " + instant.error().message));
        limits.now = *instant;
    }
    return limits;
}

// A request may bear both kinds of signature; each that is there must hold.
std::vector<SignatureVerdict> check_signatures(const ReceivedWebhook& received, std::string_view secret,
                                               const Limits& limits)
{
    std::vector<SignatureVerdict> verdicts;
    const bool has_ms = received.header("ms-signature").has_value();
    const bool has_standard =
        received.header("webhook-signature") || received.header_ending("-digest-signature");
    if (has_standard || !has_ms)
        verdicts.push_back(explain_signature(received, {secret, limits.now, limits.tolerance}));
    if (has_ms)
        verdicts.push_back(explain_ms_signature(received, secret));
    return verdicts;
}

Result<std::vector<SignatureVerdict>> check_request(const Arguments& arguments, std::istream& in,
                                                    const Limits& limits, Headers headers)
{
    const std::string path = body_path(arguments);
    const std::string body = TRY(path == kStandardInput ? read_bounded(in, "standard input", kMaxBody_bytes)
                                                        : read_file(path, kMaxBody_bytes));
    if (const auto keys = arguments.value("jwks"))
        return std::vector{explain_jwt(body, TRY(read_file(*keys, kMaxSmall_bytes)), limits.now)};
    return check_signatures({std::move(headers), body}, TRY(read_secret(arguments, in)), limits);
}

int verify(const Arguments& arguments, std::istream& in, const Clock& clock, std::ostream& out,
           std::ostream& err)
{
    if (const Result<> words = check_words(arguments); !words)
        return report_wrong_usage(err, words.error());
    const Result<Limits> limits = read_limits(arguments, clock);
    if (!limits)
        return report_wrong_usage(err, limits.error());
    Result<Headers> headers = read_headers(arguments);
    if (!headers)
        return headers.error().kind == ErrorKind::invalid ? report_wrong_usage(err, headers.error())
                                                          : report_failure(err, headers.error());
    const Result<std::vector<SignatureVerdict>> verdicts =
        check_request(arguments, in, *limits, std::move(*headers));
    if (!verdicts)
        return report_failure(err, verdicts.error());
    int status = kExitDone;
    for (const SignatureVerdict& verdict : *verdicts) {
        if (verdict.holds())
            out << "ok: " << verdict.detail << '\n';
        else
            status = report_failure(err, Error::give_up(verdict.detail + "; " + verdict.mend));
    }
    return status;
}

} // namespace

Command webhook_verify_command(std::istream& in, const Clock& clock)
{
    return {
        "webhook verify", "checks the signature of a webhook that was received, and says why it fails",
        "usage: presstime webhook verify [BODY] --header 'NAME: VALUE' ... --secret-file FILE\n"
        "       presstime webhook verify [BODY] --jwks FILE\n\n"
        "BODY is the file of the request's body, byte by byte as it came; without it, or with -, standard\n"
        "input. Knows webhook-signature (v1, v1a), the digest signature of artifacts, ms-signature and JWT.\n"
        "Exit status: 0 the signature holds, 1 it does not, 2 wrong usage.\n\n" +
            describe_flags(flags()),
        [&in, &clock](std::span<const std::string_view> words, std::ostream& out, std::ostream& err) {
            const Result<Arguments> arguments = parse_arguments(words, flags(), {0, 1, "BODY"});
            if (!arguments)
                return report_wrong_usage(err, arguments.error());
            return verify(*arguments, in, clock, out, err);
        }};
}

} // namespace presstime::cli
