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
};

} // namespace

std::span<const Operation> source_operations()
{
    return kOperations;
}

} // namespace presstime::api
