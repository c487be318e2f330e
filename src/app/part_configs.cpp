// One function a part: what of the settings it needs, in its own words.
#include "app/part_configs.hpp"

#include "app/builtin_names.hpp"
#include "app/source_settings.hpp"
#include "base/id.hpp"
#include "calendar/zone.hpp"
#include "platform/http/fetch.hpp"
#include "platform/http/listen_address.hpp"
#include "platform/http/own_address.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

namespace presstime {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::seconds;

std::string make_node_name(const Settings& settings)
{
    std::string host(256, '\0');
    const bool named = gethostname(host.data(), host.size() - 1) == 0;
    host = !settings.node.empty() ? settings.node : named ? host.substr(0, host.find('\0')) : "localhost";
    return fmt::format("{}:{}:{}", host, getpid(), make_random_text(6));
}

// Chromium has no network of its own: what a template's hosts may give it is fetched here.
browser::BrowserConfig browser_config(const Settings& settings, const http::EgressPolicy& egress)
{
    browser::BrowserConfig config;
    config.path = settings.browser_path;
    config.temp_folder = fs::temp_directory_path();
    config.memory_limit_bytes = settings.browser_memory_mib << 20;
    config.page_timeout = seconds(settings.template_timeout_s);
    config.fetch = [&egress](const std::string& url,
                             const Deadline& deadline) -> Result<browser::FetchedResource> {
        http::Fetched fetched = TRY(http::fetch(egress, url, {}, deadline));
        return browser::FetchedResource{fetched.status, std::move(fetched.content_type),
                                        std::move(fetched.body)};
    };
    return config;
}

run::PipelineConfig pipeline_config(const Settings& settings, const std::string& public_url,
                                    const mail::SenderAddress& mail_from, stage::TemplateTools templates)
{
    run::PipelineConfig config;
    config.query_limits = query_limits(settings);
    config.max_attempts = static_cast<int>(settings.run_attempts);
    config.max_pages = static_cast<int>(settings.max_pages);
    config.templates = templates;
    config.mail_from = mail_from;
    config.public_url = public_url;
    config.attachment_limit_bytes = settings.email_attachment_limit_mib << 20;
    config.link_life = hours(24 * settings.link_days);
    return config;
}

run::JanitorConfig janitor_config(const Settings& settings)
{
    run::JanitorConfig config;
    config.max_attempts = static_cast<int>(settings.run_attempts);
    config.keep_results = hours(24 * settings.retain_results_days);
    config.keep_artifacts = hours(24 * settings.retain_artifacts_days);
    config.keep_runs = hours(24 * settings.retain_runs_days);
    config.keep_audit = hours(24 * settings.retain_audit_days);
    config.keep_events = hours(24 * settings.retain_events_days);
    config.quota_bytes = settings.artifact_quota_gib << 30;
    config.tzdata_version = tzdata_version();
    return config;
}

control::ReportRules report_rules(const Settings& settings)
{
    return {renderer_names(),
            settings.strict_timezones ? control::Strictness::refuse : control::Strictness::warn,
            static_cast<std::size_t>(settings.max_recipients)};
}

control::EmbeddingRules embedding_rules(const Settings& settings, const std::string& public_url)
{
    return {hours(settings.data_access_lifetime_h), settings.embed_origins, public_url};
}

// Links in mail: the configured address, or the one listened on.
std::string public_url_of(const Settings& settings)
{
    if (!settings.public_url.empty())
        return settings.public_url;
    return settings.listen.empty() ? std::string{} : "http://" + settings.listen.front();
}

run::CourierConfig courier_config(const Settings& settings, const std::string& node,
                                  const std::string& public_url)
{
    run::CourierConfig config;
    config.worker_id = node;
    config.lease = seconds(settings.lease_s);
    config.drain = seconds(settings.drain_s);
    config.header_prefix = settings.webhook_header_prefix;
    config.artifact_limit_bytes = settings.webhook_artifact_limit_mib << 20;
    config.public_url = public_url;
    config.link_life = hours(24 * settings.link_days);
    return config;
}

Result<http::EgressPolicy> egress_policy(const Settings& settings)
{
    std::vector<http::ListenAddress> listening;
    for (const std::string& address : settings.listen)
        if (const auto parsed = http::parse_listen_address(address))
            listening.push_back(*parsed);
    const http::EgressPolicy policy = TRY(
        http::EgressPolicy::create(fmt::format("{}", fmt::join(settings.egress_allow, ",")), "egress_allow"));
    return policy.with_own(http::own_addresses(listening));
}

} // namespace presstime
