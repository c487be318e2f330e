// The API described by itself: a table with one row per operation, the schemas its rows name, and the OpenAPI
// 3.1 document made of both. A test holds the table against the routes, and the schemas against answers.
#pragma once

#include "api/route_table.hpp"

#include <boost/json/fwd.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::api {

struct Operation {
    std::string_view method;
    std::string_view path; // "/v1/reports/{report_id}/runs"
    std::string_view tag;
    std::string_view summary;
    std::string_view query; // names of query parameters, separated by spaces
    std::string_view body;  // name of a schema; "" = no body
    std::string_view
        answer; // name of a schema, "Name[]" for a list, "file", "html", "text", "stream"; "" = none
    int status = 200;
};

// Table of one group of resources; each is a file of its own.
std::span<const Operation> report_operations();
std::span<const Operation> drawing_operations();
std::span<const Operation> access_operations();
std::span<const Operation> webhook_operations();
std::span<const Operation> source_operations();
std::span<const Operation> house_operations();
std::span<const Operation> other_operations();
std::vector<Operation> all_operations();

// "/v1/reports/{}/runs": the operation's address as the route table writes it.
std::string pattern_of(const Operation& operation);

// `components.schemas`.
boost::json::object openapi_schemas();
boost::json::object openapi_document();

// /v1/openapi.json and /v1/docs, open to everybody: they hold nothing of any workspace.
void add_openapi_routes(RouteTable& table);

} // namespace presstime::api
