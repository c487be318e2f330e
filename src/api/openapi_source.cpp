// What people ask of their data while they write, and the files they bring.
#include "api/openapi.hpp"

namespace presstime::api {
namespace {

constexpr Operation kOperations[] = {
    {"GET", "/v1/sources", "Connections", "Lists the kinds of sources and their options", "", "", "Source[]"},
    {"POST", "/v1/connections/test", "Connections",
     "Opens a connection once without saving it; masked secrets are those of the stored one", "",
     "ConnectionDocument", "ConnectionTest"},
    {"GET", "/v1/connections/{name}/schema", "Connections", "Tells the tables of a connection",
     "refresh dashboard_id", "", "ConnectionSchema"},
    {"GET", "/v1/connections/{name}/tables/{table}/sample", "Connections", "Shows the first rows of a table",
     "limit dashboard_id", "", "QueryResult"},
    {"POST", "/v1/queries/preview", "Queries",
     "Runs a query that is not saved; a refusal tells the place in the statement", "", "QueryPreview",
     "QueryResult"},
    {"POST", "/v1/dashboards/suggest", "Dashboards", "Suggests a dashboard for a table; nothing is saved", "",
     "SuggestionWish", "Suggestion"},
    {"GET", "/v1/files", "Files", "Lists the uploaded files", "", "", "File[]"},
    {"PUT", "/v1/files/{name}", "Files",
     "Uploads a file of at most 64 MiB, which is the body, as a table of the connection uploads; of a "
     "workbook each visible sheet",
     "replace", "", "File", 201},
    {"DELETE", "/v1/files/{name}", "Files", "Deletes an uploaded file that no query reads", "", "", "", 204},
    {"POST", "/v1/sample-data", "Files",
     "Makes sample data with a dashboard and a paused report, where they are not there", "", "",
     "SampleData"},
    {"DELETE", "/v1/sample-data", "Files", "Takes the sample data away while nothing of it was changed", "",
     "", "", 204},
};

} // namespace

std::span<const Operation> source_operations()
{
    return kOperations;
}

} // namespace presstime::api
