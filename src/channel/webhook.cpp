// Channel "webhook": the artifact's bytes as one POST. The status decides; an answer
// that never came decides nothing.
#include "base/clock.hpp"
#include "base/inert_text.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "channel/channel.hpp"
#include "platform/http/client.hpp"
#include "platform/http/retry_after.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace presstime {

namespace {

bool is_for_now(int status)
{
    constexpr int kTimeout = 408;
    constexpr int kTooEarly = 425;
    constexpr int kTooMany = 429;
    return status == kTimeout || status == kTooEarly || status == kTooMany || status >= 500;
}

void judge_status(const http::PostOutcome& outcome, Attempt& attempt)
{
    int status = outcome.status;
    if (status / 100 == 2 && outcome.body_complete) {
        attempt.outcome = AttemptOutcome::accepted;
    } else if (status / 100 == 2) {
        attempt.error = fmt::format("webhook returned {} before it had taken the whole file", status);
    } else if (status / 100 == 3) {
        attempt.outcome = AttemptOutcome::rejected;
        attempt.error =
            fmt::format("webhook returned {}; redirects are not followed, give the final address", status);
    } else {
        attempt.outcome = is_for_now(status) ? AttemptOutcome::deferred : AttemptOutcome::rejected;
        attempt.error = fmt::format("webhook returned {}", status);
    }
    std::int64_t now_s = to_micros(SystemClock().now()) / 1'000'000;
    if (attempt.outcome == AttemptOutcome::deferred)
        attempt.retry_after_s = http::parse_retry_after(outcome.retry_after, now_s);
}

// No final status came. `held_back` = the commit point refused.
AttemptOutcome judge_silence(const http::PostOutcome& outcome, bool held_back)
{
    ErrorKind kind = outcome.error ? outcome.error->kind : ErrorKind::retry;
    if (held_back)
        return AttemptOutcome::deferred;
    if (kind == ErrorKind::invalid || kind == ErrorKind::give_up || kind == ErrorKind::forbidden)
        return AttemptOutcome::rejected;
    return outcome.body_started ? AttemptOutcome::unknown : AttemptOutcome::deferred;
}

class WebhookChannel final : public Channel {
public:
    WebhookChannel(http::EgressPolicy policy, std::chrono::seconds timeout, std::string ca_file)
        : policy_(std::move(policy)), timeout_(timeout), ca_file_(std::move(ca_file))
    {
    }

    Attempt deliver(const Consignment& consignment, Deadline deadline) override
    {
        bool held_back = false;
        http::PostRequest request;
        request.url = consignment.recipient;
        request.body_path = consignment.payload_path;
        request.body_bytes = consignment.payload_bytes;
        request.ca_file = ca_file_;
        for (const Header& header : consignment.headers)
            request.headers.emplace_back(header.name, header.value);
        request.before_first_body_byte = [&]() -> Result<> {
            if (!consignment.before_commit_point)
                return {};
            Result<> agreed = consignment.before_commit_point();
            held_back = !agreed;
            return agreed;
        };
        http::PostOutcome outcome = http::post_file(policy_, request, deadline.sooner(timeout_));

        Attempt attempt;
        attempt.status_code = outcome.status;
        attempt.response = inert_text(outcome.response, http::kResponseKeepLimit);
        attempt.peer = outcome.peer;
        attempt.bytes = outcome.body_bytes_sent;
        attempt.latency_us = outcome.latency.count();
        if (outcome.status != 0) {
            judge_status(outcome, attempt);
            return attempt;
        }
        attempt.outcome = judge_silence(outcome, held_back);
        if (outcome.error) {
            attempt.error = outcome.error->message;
            if (outcome.error->kind == ErrorKind::forbidden)
                log_error("webhook.egress_refused", *outcome.error);
        } else {
            attempt.error = "the webhook's answer had no final status";
        }
        return attempt;
    }

private:
    const http::EgressPolicy policy_;
    const std::chrono::seconds timeout_;
    const std::string ca_file_;
};

OptionSchema webhook_options()
{
    return {
        {.name = "egress_allow",
         .help = "Private networks that may be posted to, such as 10.1.0.0/16 or 127.0.0.1/32:8099; empty = "
                 "none"},
        {.name = "timeout_s",
         .type = OptionType::integer,
         .default_value = "20",
         .help = "Limit of one post in all, answer included",
         .minimum = 1,
         .maximum = 600},
        {.name = "ca_file", .help = "PEM file of the authorities to trust; empty = the system's"},
    };
}

Result<std::unique_ptr<Channel>> create_webhook(const OptionValues& given)
{
    OptionValues values = TRY(validate_options(webhook_options(), given, "options"));
    const std::string& ca_file = values["ca_file"];
    if (!ca_file.empty() && ::access(ca_file.c_str(), R_OK) != 0)
        return fail(Error::invalid("options.ca_file", "options.ca_file cannot be read; name a PEM file"));
    http::EgressPolicy policy =
        TRY(http::EgressPolicy::create(values["egress_allow"], "options.egress_allow"));
    std::chrono::seconds timeout(*parse_int(values["timeout_s"]));
    return std::make_unique<WebhookChannel>(std::move(policy), timeout, ca_file);
}

} // namespace

const ChannelPlugin& webhook_channel()
{
    static const ChannelPlugin plugin{"webhook", "The artifact as one HTTP POST", webhook_options(),
                                      create_webhook};
    return plugin;
}

} // namespace presstime
