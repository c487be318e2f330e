// What each part of the server is configured with, made from the settings; for compose.cpp.
#pragma once

#include "app/settings.hpp"
#include "control/embedding.hpp"
#include "control/report_checks.hpp"
#include "platform/browser/browser.hpp"
#include "platform/http/egress.hpp"
#include "run/courier.hpp"
#include "run/janitor.hpp"
#include "run/pipeline.hpp"

#include <string>

namespace presstime {

std::string make_node_name(const Settings& settings);
// What links begin with: the configured address, or the one listened on.
std::string public_url_of(const Settings& settings);

// The settings' allow list, and never this server itself.
Result<http::EgressPolicy> egress_policy(const Settings& settings);
// `egress` must outlive the browser.
browser::BrowserConfig browser_config(const Settings& settings, const http::EgressPolicy& egress);
run::PipelineConfig pipeline_config(const Settings& settings, const std::string& public_url,
                                    const mail::SenderAddress& mail_from, stage::TemplateTools templates);
run::CourierConfig courier_config(const Settings& settings, const std::string& node,
                                  const std::string& public_url);
run::JanitorConfig janitor_config(const Settings& settings);
control::ReportRules report_rules(const Settings& settings);
control::EmbeddingRules embedding_rules(const Settings& settings, const std::string& public_url);

} // namespace presstime
