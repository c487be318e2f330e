// Construction order is the order of the members; shutdown is its reverse. Nothing else in the tree names
// both an interface and its implementation.
#include "app/compose.hpp"

#include "api/router.hpp"
#include "app/access_parts.hpp"
#include "app/account_parts.hpp"
#include "app/authoring_parts.hpp"
#include "app/builtin_names.hpp"
#include "app/drawing_parts.hpp"
#include "app/event_parts.hpp"
#include "app/foundations.hpp"
#include "app/held_ports.hpp"
#include "app/house_parts.hpp"
#include "app/part_configs.hpp"
#include "app/result_parts.hpp"
#include "app/sealed_settings.hpp"
#include "app/setting_keeper.hpp"
#include "app/source_settings.hpp"
#include "app/watch_parts.hpp"
#include "app/webhook_parts.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "calendar/zone.hpp"
#include "control/connections.hpp"
#include "control/dashboards.hpp"
#include "control/datasets.hpp"
#include "control/deliveries.hpp"
#include "control/embedding.hpp"
#include "control/query_runs.hpp"
#include "control/reports.hpp"
#include "control/runs.hpp"
#include "control/schedules.hpp"
#include "control/secrets.hpp"
#include "platform/browser/browser.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/http/server.hpp"
#include "platform/objects/object_store.hpp"
#include "run/courier.hpp"
#include "run/interactive_pool.hpp"
#include "run/janitor.hpp"
#include "run/pipeline.hpp"
#include "run/replayer.hpp"
#include "run/scheduler.hpp"
#include "run/source_pool.hpp"
#include "run/worker.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

} // namespace

std::string socket_path(const std::string& data_dir)
{
    return (fs::path(data_dir) / "presstime.sock").string();
}

struct Application::Parts {
    Parts(Foundations base, http::EgressPolicy policy, HeldPorts chosen)
        : ports(std::move(chosen)),
          settings(std::move(base.settings)),
          folder(std::move(base.folder)),
          secrets(std::move(base.ring)),
          database(std::move(base.state)),
          mail(std::move(base.mail)),
          keeper(std::move(base.outside), settings, secrets, mail),
          objects(make_file_object_store(fs::path(settings.data_dir) / "objects")),
          egress(std::move(policy)),
          node(make_node_name(settings)),
          public_url(public_url_of(settings)),
          sources(*database, secrets, source_context(settings)),
          browser(browser_config(settings, egress)),
          templates{&browser, seconds(settings.template_timeout_s)},
          interactive(*objects, sources, *database, clock,
                      {.query_limits = query_limits(settings),
                       .max_pages = static_cast<int>(settings.max_pages),
                       .templates = templates}),
          courier(*database, *objects, secrets, clock,
                  run::NoticeWriter(*database, *objects, mail.sender(), public_url), std::move(base.lanes),
                  courier_config(settings, node, public_url)),
          pipeline(
              *database, *objects, sources, clock,
              [this] {
                  courier.poke();
                  results.live.poke();
              },
              pipeline_config(settings, public_url, mail.sender(), templates)),
          worker(*database, clock, pipeline,
                 {.worker_id = node,
                  .threads = static_cast<int>(settings.workers),
                  .lease = seconds(settings.lease_s),
                  .drain = seconds(settings.drain_s)}),
          scheduler(*database, clock,
                    [this] {
                        worker.poke();
                        results.poke();
                    },
                    {}),
          janitor(
              *database, *objects, clock, [this] { worker.poke(); }, janitor_config(settings)),
          events(*database, secrets, egress, clock, settings, node, public_url),
          replayer(*database, clock, [this] { wake(); }, {}),
          environment{*database, *objects, clock, secrets, [this] { wake(); }},
          reports(environment, egress, interactive, report_rules(settings)),
          dashboards(environment, interactive),
          connections(environment, interactive, connection_kinds()),
          authoring(environment, settings, connections, dashboards, reports, interactive),
          datasets(environment, interactive),
          runs(environment, interactive, renderer_names()),
          query_runs(environment, interactive),
          deliveries(environment),
          schedules(clock,
                    settings.strict_timezones ? control::Strictness::refuse : control::Strictness::warn),
          accounts(environment, account_settings(settings, public_url, mail.sender())),
          access(environment, accounts.tokens),
          themes(environment),
          drawings(environment, interactive),
          embedding(environment, interactive, interactive, interactive, reports,
                    embedding_rules(settings, public_url)),
          webhooks(environment, secrets, egress),
          secret_uses(environment, secrets, connection_kinds(), sealed_settings(settings)),
          house(environment, keeper, settings, public_url, [this] { return restart(); }),
          watch(environment, house.disk),
          results(environment,
                  settings.strict_timezones ? control::Strictness::refuse : control::Strictness::warn,
                  sources, {.worker_id = node, .query_limits = query_limits(settings)},
                  settings.handler_threads, public_url, {.session_idle = accounts.settings.session_idle}),
          router(environment, {reports,
                               dashboards,
                               connections,
                               authoring.controls(),
                               datasets,
                               runs,
                               watch.controls(),
                               query_runs,
                               schedules,
                               deliveries,
                               accounts.controls(),
                               access.controls(),
                               {access.metrics, settings.metrics_open},
                               themes,
                               drawings.controls(),
                               embedding,
                               webhooks.controls(public_url),
                               secret_uses,
                               house.controls(),
                               results.controls(),
                               [this] { return ready(); }})
    {
    }

    void wake()
    {
        scheduler.poke();
        worker.poke();
        courier.poke();
        events.poke();
        results.poke();
    }

    Result<> ready();
    Result<> restart();
    Result<> adopt_orphans();
    Result<> note_tzdata();
    http::ServerConfig server_config() const;

    HeldPorts ports; // until the server listens on them
    Settings settings;
    DataFolder folder;
    SecretBox secrets;
    SystemClock clock;
    std::unique_ptr<db::Database> database;
    MailSwitch mail;
    SettingKeeper keeper;
    std::unique_ptr<ObjectStore> objects;
    http::EgressPolicy egress;
    std::string node;
    std::string public_url;
    run::SourcePool sources;
    browser::Browser browser;
    stage::TemplateTools templates;
    run::InteractivePool interactive;
    run::Courier courier;
    run::Pipeline pipeline;
    run::Worker worker;
    run::Scheduler scheduler;
    run::Janitor janitor;
    EventParts events;
    run::Replayer replayer;
    control::Environment environment;
    control::Reports reports;
    control::Dashboards dashboards;
    control::Connections connections;
    AuthoringParts authoring;
    control::Datasets datasets;
    control::Runs runs;
    control::QueryRuns query_runs;
    control::Deliveries deliveries;
    control::Schedules schedules;
    AccountParts accounts;
    AccessParts access;
    control::Themes themes;
    DrawingParts drawings;
    control::Embedding embedding;
    WebhookParts webhooks;
    control::Secrets secret_uses;
    HouseParts house;
    WatchParts watch;
    ResultParts results;
    api::Router router;
    std::unique_ptr<http::Server> server;
    std::function<void()> on_restart; // empty: nobody would take the parts up again
    bool serving = false;
};

// A server that cannot write its state can promise nothing: it must not be sent work.
Result<> Application::Parts::ready()
{
    return database->write([](db::Session& session) -> Result<> {
        TRY(store::get_meta(session, "tzdata_version"));
        return {};
    });
}

Result<> Application::Parts::restart()
{
    if (!on_restart)
        return fail(Error::conflict("no server runs here that could be restarted; start it anew"));
    on_restart();
    return {};
}

// The folder's lock says that every other process is dead: what it held is taken over without waiting for
// leases.
Result<> Application::Parts::adopt_orphans()
{
    TRY(objects->sweep_unfinished());
    TRY(janitor.rescue(clock.now() + seconds(settings.lease_s)));
    TRY(courier.adopt_orphans());
    TRY(results.query_runner.rescue(Instant::max()));
    return {};
}

// Other rules for the clocks move future instants: they are computed again when the time zone data has
// changed.
Result<> Application::Parts::note_tzdata()
{
    const std::string version = tzdata_version();
    std::string known;
    TRY(database->read([&](db::Session& session) -> Result<> {
        known = TRY(store::get_meta(session, "tzdata_version"));
        return {};
    }));
    if (known == version)
        return {};
    const int changed = TRY(scheduler.recompute_all());
    log_info("tzdata.version", {{"from", known}, {"to", version}, {"schedules_moved", changed}});
    return database->write(
        [&](db::Session& session) { return store::set_meta(session, "tzdata_version", version); });
}

http::ServerConfig Application::Parts::server_config() const
{
    http::ServerConfig config;
    for (const std::string& address : settings.listen)
        if (const auto parsed = http::parse_listen_address(address))
            config.listen.push_back(*parsed);
    config.unix_socket = socket_path(settings.data_dir);
    config.io_threads = static_cast<int>(settings.io_threads);
    config.handler_threads = static_cast<int>(settings.handler_threads);
    config.max_connections = static_cast<std::size_t>(settings.max_connections);
    config.body_limit = static_cast<std::size_t>(settings.request_body_limit);
    config.uploads = http::UploadConfig{.path_prefix = "/v1/files/",
                                        .folder = fs::path(settings.data_dir) / "tmp" / "uploads",
                                        .limit = control::Files::kMostBytes};
    return config;
}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Application::~Application()
{
    stop();
    parts_->database->close();
}

Result<std::unique_ptr<Application>> Application::open(const Settings& settings)
{
    Settings addressed = settings;
    HeldPorts ports = HeldPorts::choose(addressed);
    Foundations base = TRY(lay_foundations(addressed));
    auto egress = TRY(egress_policy(base.settings));
    auto parts = std::make_unique<Parts>(std::move(base), std::move(egress), std::move(ports));
    return std::unique_ptr<Application>(new Application(std::move(parts)));
}

Result<> Application::serve(std::function<void()> on_restart)
{
    parts_->on_restart = std::move(on_restart);
    TRY(parts_->adopt_orphans());
    TRY(parts_->note_tzdata());
    TRY(parts_->secret_uses.seal_all());
    TRY(parts_->webhooks.keys.ensure());
    TRY(parts_->events.open());
    parts_->server =
        std::make_unique<http::Server>(parts_->server_config(), [this](const http::Request& request) {
            return parts_->router.handle(request);
        });
    TRY(parts_->server->start());
    parts_->ports.release();
    parts_->serving = true;
    for (Service* service : std::initializer_list<Service*>{
             &parts_->accounts.errands, &parts_->access.refusals, &parts_->browser, &parts_->courier,
             &parts_->worker, &parts_->scheduler, &parts_->janitor, &parts_->replayer,
             &parts_->results.query_runner, &parts_->results.live})
        TRY(service->start());
    TRY(parts_->events.start());
    log_info("server.started",
             {{"address", address()}, {"node", parts_->node}, {"data_dir", parts_->settings.data_dir}});
    return {};
}

Result<std::optional<std::string>> Application::first_start_link()
{
    const bool told = !parts_->settings.public_url.empty();
    return parts_->accounts.links.issue_first_start(told ? parts_->public_url : address());
}

std::string Application::address() const
{
    const auto bound = parts_->server ? parts_->server->bound() : std::vector<http::ListenAddress>{};
    return bound.empty() ? std::string{} : "http://" + bound.front().text();
}

std::vector<std::string> Application::listening() const
{
    std::vector<std::string> addresses;
    for (const http::ListenAddress& bound : parts_->server->bound())
        addresses.push_back(bound.text());
    return addresses;
}

const Settings& Application::settings() const
{
    return parts_->settings;
}

void Application::stop()
{
    if (!parts_->serving)
        return;
    parts_->serving = false;
    parts_->results.events.stop();
    parts_->server->stop();
    parts_->results.live.stop();
    parts_->access.refusals.stop();
    parts_->accounts.errands.stop();
    parts_->results.query_runner.stop();
    parts_->replayer.stop();
    parts_->janitor.stop();
    parts_->scheduler.stop();
    parts_->worker.stop();
    parts_->browser.stop();
    parts_->courier.stop();
    parts_->events.stop();
    log_info("server.stopped", {{"node", parts_->node}});
}

http::Response Application::handle(const http::Request& request)
{
    return parts_->router.handle(request);
}

} // namespace presstime
