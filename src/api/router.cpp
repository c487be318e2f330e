// The order of a call: which route, who is it, has this Idempotency-Key been answered before, then the
// handler. Every Error becomes a problem document here and nowhere else.
#include "api/router.hpp"

#include "api/caller.hpp"
#include "api/openapi.hpp"
#include "api/security_headers.hpp"
#include "api/stream_routes.hpp"
#include "api/web_pages.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "codec/json_write.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "model/masked.hpp"
#include "platform/crypto/sha256.hpp"
#include "platform/http/listen_address.hpp"
#include "platform/http/problem.hpp"
#include "store/token_store.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <exception>

namespace presstime::api {
namespace {

constexpr std::size_t kMaxKeyBytes = 255;
constexpr auto kKeepAnswers = std::chrono::hours(24);

int status_of(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::retry:
        return 503;
    case ErrorKind::give_up:
        return 500;
    case ErrorKind::not_found:
        return 404;
    case ErrorKind::invalid:
        return 422;
    case ErrorKind::malformed:
        return 400;
    case ErrorKind::unauthenticated:
        return 401;
    case ErrorKind::forbidden:
        return 403;
    case ErrorKind::conflict:
        return error.context == control::kPreconditionFailed ? 412 : 409;
    case ErrorKind::too_large:
        return 413;
    case ErrorKind::too_many:
        return 429;
    }
    return 500;
}

// Takes the key out of use again, whatever happens.
class KeyInUse {
public:
    KeyInUse(Guarded<std::set<std::string>>& keys, std::string key) : keys_(keys), key_(std::move(key))
    {
        taken_ = keys_.with([&](std::set<std::string>& in_use) { return in_use.insert(key_).second; });
    }
    ~KeyInUse()
    {
        if (taken_)
            keys_.with([&](std::set<std::string>& in_use) { in_use.erase(key_); });
    }
    KeyInUse(const KeyInUse&) = delete;
    KeyInUse& operator=(const KeyInUse&) = delete;
    bool taken() const { return taken_; }

private:
    Guarded<std::set<std::string>>& keys_;
    std::string key_;
    bool taken_ = false;
};

// Also of who asks: nobody gets the answer that was another's.
std::string fingerprint(const Call& call)
{
    const http::Request& request = call.request;
    std::string text = fmt::format("{}/{}\n{}\n{}\n", call.principal.user_id, call.principal.token_id,
                                   request.method, request.path);
    for (const auto& [name, value] : request.query)
        text += percent_encode(name) + "=" + percent_encode(value) + "\n";
    return sha256_hex(text + "\n" + request.body);
}

std::string location_of(const http::Response& response)
{
    for (const auto& [name, value] : response.headers)
        if (name == "Location")
            return value;
    return {};
}

// What is kept of an answer: a secret is shown once, so a repetition gets it masked.
std::string kept_body(const Route& route, const http::Response& response)
{
    if (route.repeat != Repeat::keep_without_secret)
        return response.body;
    boost::json::value body = boost::json::parse(response.body);
    for (const std::string_view member : {"secret", "webhook_secret"})
        if (boost::json::value* shown = body.as_object().if_contains(member); shown && shown->is_string())
            *shown = kMasked;
    return codec::write_json(body);
}

http::Response method_not_allowed(const http::Request& request, const std::vector<std::string>& allowed)
{
    const std::string methods = join(allowed, ", ");
    http::Response response = http::make_problem_response(
        {405, fmt::format("{} takes {}", clip_utf8(request.path, 200), methods), "", "method_not_allowed"});
    response.headers.emplace_back("Allow", methods);
    return response;
}

} // namespace

http::Response problem_answer(const Error& error)
{
    const int status = status_of(error);
    if (status >= 500)
        log_error("api.failed", error);
    http::Response response = http::make_problem_response(
        {status, error.message, error.field,
         status == 412 ? std::string("precondition_failed") : std::string(to_string(error.kind))});
    if (status == 401)
        response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"presstime\"");
    if (status == 503)
        response.headers.emplace_back("Retry-After", "5");
    if (status == 429)
        response.headers.emplace_back(
            "Retry-After",
            fmt::format("{}", control::retry_after_of(error).value_or(std::chrono::seconds(1)).count()));
    return response;
}

Router::Router(control::Environment environment, Controls controls)
    : environment_(std::move(environment)),
      tokens_(controls.accounts.tokens),
      sessions_(controls.accounts.sessions),
      refusals_(controls.access.refusals),
      trusted_proxies_(controls.accounts.settings.trusted_proxies),
      metrics_open_(controls.monitoring.open_to_this_machine),
      web_base_path_(base_path_of(controls.webhooks.public_url))
{
    add_report_routes(table_, controls.reports, controls.runs, controls.watch.reports);
    add_run_routes(table_, controls.runs);
    add_watch_routes(table_, controls.watch);
    add_dashboard_routes(table_, controls.dashboards);
    add_query_routes(table_, controls.dashboards, controls.query_runs);
    add_query_schedule_routes(table_, controls.results.query_schedules, controls.query_runs);
    add_event_routes(table_, controls.results.events, controls.webhooks.public_url);
    add_stream_routes(table_, controls.results.live);
    add_result_routes(table_, controls.results.stored);
    add_connection_routes(table_, controls.connections);
    add_source_routes(table_, controls.connections, controls.authoring);
    add_file_routes(table_, controls.authoring);
    add_dataset_routes(table_, controls.datasets);
    add_schedule_routes(table_, controls.schedules);
    add_delivery_routes(table_, controls.deliveries);
    add_webhook_routes(table_, controls.webhooks, environment_.clock);
    add_webhook_delivery_routes(table_, controls.webhooks, controls.runs);
    add_server_key_routes(table_, controls.webhooks.keys);
    add_secret_routes(table_, controls.secrets);
    add_house_routes(table_, controls.house);
    add_token_routes(table_, controls.accounts.tokens);
    add_user_routes(table_, controls.accounts.users);
    add_session_routes(table_, controls.accounts);
    add_one_time_link_routes(table_, controls.accounts);
    add_category_routes(table_, controls.access.categories);
    add_group_routes(table_, controls.access.groups);
    add_access_routes(table_, controls.access.views);
    add_audit_routes(table_, controls.access.audits);
    add_workspace_routes(table_, controls.access.workspaces);
    add_metrics_routes(table_, controls.monitoring.metrics, requests_);
    add_openapi_routes(table_);
    add_theme_routes(table_, controls.themes);
    add_drawing_routes(table_, controls.drawings);
    add_data_access_routes(table_, controls.embedding);
    add_embed_routes(table_, controls.embedding);
    add_health_routes(table_, std::move(controls.ready));
}

http::Response Router::handle(const http::Request& request)
{
    http::Response response = handle_safely(request);
    add_security_headers(response);
    requests_.with([&](auto& counts) { ++counts[response.status]; });
    return response;
}

http::Response Router::handle_safely(const http::Request& request)
{
    try {
        return answer(request);
    } catch (const std::exception& unforeseen) {
        return problem_answer(
            Error::give_up("the server failed to answer; its log says why").with_context(unforeseen.what()));
    }
}

http::Response Router::answer(const http::Request& request)
{
    const Match match = table_.find(request.method, request.path);
    const std::string client =
        http::client_behind(request.peer, request.header("x-forwarded-for"), trusted_proxies_);
    Principal nobody;
    nobody.peer = client;
    if (match.route && match.route->access == Access::open) {
        http::Response response = call(*match.route, Call{request, nobody, match.captures});
        if (match.route->finish)
            match.route->finish(request, response);
        return response;
    }
    if (match.route && match.route->access == Access::key_or_this_machine && metrics_open_ &&
        (request.local || http::ListenAddress{client}.is_loopback()))
        return call(*match.route, Call{request, nobody, match.captures});
    const bool behind_key = match.route || request.path.starts_with("/v1/");
    const Result<Caller> caller =
        behind_key ? recognise(request, client, tokens_, sessions_) : Result<Caller>(Caller{});
    if (!caller)
        return refuse(caller.error(), Call{request, nobody, {}});
    if (caller->forgeable)
        return refuse(
            Error::forbidden("a call by cookie that changes something needs the header X-CSRF-Token "
                             "with the csrf of GET /v1/session"),
            Call{request, caller->principal, {}});
    if (match.route)
        return call(*match.route, Call{request, caller->principal, match.captures});
    if (!match.allowed.empty())
        return method_not_allowed(request, match.allowed);
    if (std::optional<http::Response> page = web_answer(request, web_base_path_))
        return std::move(*page);
    return problem_answer(
        Error::not_found(fmt::format("there is nothing at {}", clip_utf8(request.path, 200))));
}

http::Response Router::call(const Route& route, const Call& call)
{
    const std::string key(call.request.header("idempotency-key"));
    if (route.method == "POST" && !key.empty() && route.repeat != Repeat::never_keep)
        return call_once(route, call, key);
    Result<http::Response> response = route.handler(call);
    return response ? std::move(*response) : refuse(response.error(), call);
}

// The error as an answer, after those that refuse have been noted for the audit.
http::Response Router::refuse(const Error& error, const Call& call)
{
    const bool unknown = error.kind == ErrorKind::unauthenticated && call.principal.name.empty();
    if (unknown || error.kind == ErrorKind::forbidden || error.context == control::kHidden) {
        store::AuditRow row;
        row.workspace_id = call.principal.workspace_id;
        row.actor = unknown ? std::string("unknown") : control::actor_of(call.principal);
        row.actor_user_id = call.principal.user_id;
        row.actor_token_id = call.principal.token_id;
        row.peer = call.principal.peer;
        row.action = "access.refused";
        row.resource = call.request.method + " " + call.request.path;
        row.detail = error.context == control::kHidden ? "hidden: " + error.message : error.message;
        // Somebody who tries addresses or keys at random is one row a minute.
        if (unknown)
            row.resource.clear();
        refusals_.note(std::move(row));
    }
    return problem_answer(error);
}

http::Response Router::call_once(const Route& route, const Call& call, const std::string& key)
{
    if (key.size() > kMaxKeyBytes || has_control_characters(key))
        return problem_answer(Error::malformed("Idempotency-Key must have at most 255 plain characters"));
    const std::int64_t workspace_id = call.principal.workspace_id;
    const KeyInUse in_use(keys_in_use_, fmt::format("{}/{}", workspace_id, key));
    if (!in_use.taken())
        return problem_answer(Error::conflict("a request with this Idempotency-Key is still being answered"));
    const std::string request = fingerprint(call);
    const Instant now = environment_.clock.now();
    std::optional<store::KeptAnswer> kept;
    Result<> looked = environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(store::delete_kept_answers(session, now - kKeepAnswers));
        kept = TRY(store::find_kept_answer(session, workspace_id, key));
        return {};
    });
    if (!looked)
        return problem_answer(looked.error());
    if (kept && kept->request != request)
        return problem_answer(
            Error::conflict("this Idempotency-Key was used for another request; take a fresh one"));
    if (kept) {
        http::Response response;
        response.status = kept->status;
        response.body = kept->body;
        if (!kept->location.empty())
            response.headers.emplace_back("Location", kept->location);
        response.headers.emplace_back("Idempotency-Replayed", "true");
        return response;
    }
    Result<http::Response> response = route.handler(call);
    if (!response)
        return refuse(response.error(), call);
    const Result<> stored = environment_.database.write([&](db::Session& session) {
        return store::keep_answer(
            session, workspace_id, key,
            {request, response->status, kept_body(route, *response), location_of(*response)}, now);
    });
    if (!stored)
        log_error("api.answer_not_kept", stored.error());
    return std::move(*response);
}

} // namespace presstime::api
