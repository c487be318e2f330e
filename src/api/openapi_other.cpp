// Connections, the theme, embedding, and what machines ask.
#include "api/openapi.hpp"

namespace presstime::api {
namespace {

constexpr Operation kOperations[] = {
    {"GET", "/v1/connections", "Connections", "Lists the connections, secrets masked", "", "",
     "Connection[]"},
    {"POST", "/v1/connections", "Connections", "Makes a connection; it is opened once", "",
     "ConnectionDocument", "Connection", 201},
    {"GET", "/v1/connections/{name}", "Connections", "Shows a connection", "", "", "Connection"},
    {"PUT", "/v1/connections/{name}", "Connections", "Makes or replaces a connection", "",
     "ConnectionDocument", "Connection"},
    {"PATCH", "/v1/connections/{name}", "Connections", "Changes options of a connection", "",
     "ConnectionDocument", "Connection"},
    {"DELETE", "/v1/connections/{name}", "Connections", "Deletes a connection that no query reads", "", "",
     "", 204},
    {"GET", "/v1/datasets", "Data sets", "Lists the data sets", "", "", "Dataset[]"},
    {"POST", "/v1/datasets", "Data sets", "Makes a data set; its columns are asked of the source", "",
     "DatasetDocument", "Dataset", 201},
    {"GET", "/v1/datasets/{dataset_id}", "Data sets", "Shows a data set", "", "", "Dataset"},
    {"PUT", "/v1/datasets/{dataset_id}", "Data sets", "Makes or replaces a data set", "", "DatasetDocument",
     "Dataset"},
    {"PATCH", "/v1/datasets/{dataset_id}", "Data sets", "Changes what the document names", "",
     "DatasetDocument", "Dataset"},
    {"DELETE", "/v1/datasets/{dataset_id}", "Data sets", "Deletes a data set that no query reads", "", "", "",
     204},
    {"GET", "/v1/theme", "Theme", "Shows the workspace's theme", "optional", "", "Theme"},
    {"PUT", "/v1/theme", "Theme", "Sets the workspace's theme", "", "ThemeDocument", "Theme"},
    {"DELETE", "/v1/theme", "Theme", "Goes back to the built-in themes", "", "", "", 204},
    {"GET", "/v1/data-access-keys", "Embedding",
     "Lists the public keys that data access tokens are checked with", "", "", "DataAccessKey[]"},
    {"POST", "/v1/data-access-keys", "Embedding", "Registers a public key", "", "DataAccessKeyDocument",
     "DataAccessKey", 201},
    {"GET", "/v1/data-access-keys/{key_id}", "Embedding", "Shows a public key", "", "", "DataAccessKey"},
    {"DELETE", "/v1/data-access-keys/{key_id}", "Embedding", "Removes a public key", "", "", "", 204},
    {"POST", "/api/v1/create-results", "Embedding", "Runs structured queries under a data access token", "",
     "CreateResults", "ResultRows[]"},
    {"GET", "/v1/embed-sessions", "Embedding", "Lists the embed sessions", "limit cursor", "",
     "EmbedSession[]"},
    {"POST", "/v1/embed-sessions", "Embedding", "Makes an embed session; its token is shown once", "",
     "EmbedSessionDocument", "EmbedSession", 201},
    {"DELETE", "/v1/embed-sessions/{session_id}", "Embedding", "Ends an embed session", "", "", "", 204},
    {"POST", "/v1/reports/{dashboard_number}/view-token", "Embedding",
     "Makes a token that opens one dashboard for five minutes", "", "", "ViewToken", 201},
    {"POST", "/api/reports/{dashboard_number}/generate-token", "Embedding", "The same at its other address",
     "", "", "ViewToken", 201},
    {"GET", "/v1/embed/dashboard", "Embedding", "The dashboard that an embed or data access token opens",
     "dashboard", "", "EmbeddedDashboard"},
    {"GET", "/v1/embed/widgets/{widget_id}/picture", "Embedding", "Draws one widget of it",
     "dashboard width height format png_scale theme timezone locale period", "", "WidgetPicture"},
    {"GET", "/v1/embed/widgets/{widget_id}/data", "Embedding",
     "Gives the rows of one widget of it, as JSON, CSV or XLSX", "dashboard period limit format", "",
     "WidgetContent"},
    {"GET", "/v1/embed/parameters/{parameter}/options", "Embedding", "What a parameter of it may be set to",
     "dashboard timezone locale period", "", "QueryResult"},
    {"GET", "/v1/embed/schedules", "Embedding", "Lists the reports that the token's user has made",
     "dashboard", "", "EmbedSchedule[]"},
    {"POST", "/v1/embed/schedules", "Embedding", "Makes a report of one widget for the token's user",
     "dashboard", "EmbedScheduleDocument", "EmbedSchedule", 201},
    {"PATCH", "/v1/embed/schedules/{schedule_id}", "Embedding", "Changes or pauses it", "dashboard",
     "EmbedScheduleDocument", "EmbedSchedule"},
    {"DELETE", "/v1/embed/schedules/{schedule_id}", "Embedding", "Ends it: the user unsubscribes",
     "dashboard", "", "", 204},
    {"GET", "/api/reports/{dashboard_number}/view/{token}", "Embedding",
     "The dashboard that a view token opens, as a page for a frame", "", "", "html"},
    {"GET", "/v1/stream", "Server",
     "Goes on telling what changes: runs, deliveries and events, as server-sent events", "", "", "stream"},
    {"GET", "/healthz", "Server", "Says that the process answers", "", "", "Health"},
    {"GET", "/readyz", "Server", "Says whether the server can work", "", "", "Health"},
    {"GET", "/metrics", "Server", "Figures for monitoring, in the text that Prometheus reads", "", "",
     "text"},
    {"GET", "/v1/openapi.json", "Server", "This document", "", "", "OpenApi"},
    {"GET", "/v1/docs", "Server", "A page to browse this document", "", "", "html"},
    {"GET", "/v1/docs/browse.js", "Server", "The script of that page", "", "", "text"},
    {"GET", "/v1/docs/browse.css", "Server", "The style of that page", "", "", "text"},
};

} // namespace

std::span<const Operation> other_operations()
{
    return kOperations;
}

} // namespace presstime::api
